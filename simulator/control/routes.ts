import type { Api } from "../api/api";
import { checkFields, SimulatorError } from "../common/checks";
import { ControlError } from "./controlError";
import { changeDomain } from "./domainChange";
import { changeHost } from "./hostChange";

interface Request {
    readonly query: URLSearchParams;
    /** The last part of the path, where the route has one. */
    readonly id: string;
    body(): Promise<unknown>;
}

/** Does what a request asks for, and gives what is answered. */
export type Route = (api: Api, request: Request) => unknown;

/** The routes, by method and path: the same that the typed API has. */
export const ROUTES: Readonly<Record<string, Route>> = {
    "GET ": ({ options, calls, certificate }) => ({
        seed: options.seed,
        callCount: calls.count,
        certificateAuthority: certificate?.authority,
    }),
    "POST /reset": (api) => void api.reset(),
    "POST /advance": async (api, { body }) => {
        const given = Object(await body());
        // What `ms` must be, the call itself says.
        checkFields("advance", given, { ms: () => undefined });
        await api.advance(given.ms);
        return { now: new Date(api.options.clock()).toISOString() };
    },
    "GET /domains": ({ domains }, { query }) => ({
        domains: domains.list().filter((listing) => isAskedFor(query, { ...listing, name: listing.domain }, "domain")),
    }),
    "POST /domains": async (api, request) => changeDomain(api, await request.body()),
    "GET /hosts": ({ hosts }, { query }) => ({
        hosts: hosts.list().filter((listing) => isAskedFor(query, { ...listing, name: listing.host }, "host")),
    }),
    "POST /hosts": async (api, request) => changeHost(api, await request.body()),
    "GET /records": ({ published }) => ({ records: published.records }),
    "POST /records": async ({ published }, { body }) => published.publish(await body()),
    "DELETE /records": ({ published }, { query }) => published.unpublish(Object.fromEntries(query)),
    "GET /files": ({ published }) => ({ files: published.files }),
    "POST /files": async ({ published }, { body }) => published.publishFile(await body()),
    "DELETE /files": ({ published }, { query }) => published.unpublishFile(Object.fromEntries(query)),
    "GET /faults": ({ faults }) => ({ faults: faults.list() }),
    "POST /faults": async ({ faults }, request) => ({ id: faults.add(await request.body()) }),
    "DELETE /faults": ({ faults }) => faults.clear(),
    "DELETE /faults/": ({ faults }, { id }) => {
        if (!faults.remove(Number(id))) {
            throw new ControlError(404, "not-found", `There is no fault ${id}; it may be used up.`);
        }
    },
    "GET /calls": ({ calls }, { query }) => ({ count: calls.count, calls: calls.last(limitOf(query)) }),
    "DELETE /calls": ({ calls }) => calls.clear(),
};

function isAskedFor(query: URLSearchParams, listing: { zoneId: string; name: string }, field: string): boolean {
    return (
        listing.zoneId === (query.get("zoneId") ?? listing.zoneId) &&
        listing.name === (query.get(field)?.toLowerCase() ?? listing.name)
    );
}

function limitOf(query: URLSearchParams): number {
    const limit = query.get("limit") ?? "1000";
    if (!/^\d{1,6}$/.test(limit)) {
        throw new SimulatorError("limit", "must be a whole number from 0 to 999999");
    }
    return Number(limit);
}
