import type { Agent } from "node:http";
import { printable } from "../text";

/**
 * Wraps an agent so that no redirect is followed, which would take the signed request, with its Authorization header, to wherever it points.
 * The SDK has no setting for that, but its node-fetch asks a function for the agent of each request, redirected ones included.
 * `onRedirect` gets the host that the redirect points to.
 */
export function noRedirect(agent: Agent, endpointHost: string, onRedirect: (host: string) => void): Agent {
    const choose = ({ host, pathname }: URL): Agent => {
        if (host === endpointHost && pathname === "/") return agent;
        onRedirect(printable(host, 100));
        throw new Error("a redirect was not followed");
    };
    return choose as unknown as Agent;
}
