import type { IncomingMessage, ServerResponse } from "node:http";
import type { Api } from "../api/api";
import { SimulatorError } from "../common/checks";
import { readBody } from "../protocol/body";
import { ControlError } from "./controlError";
import { guard } from "./guard";
import { ROUTES, type Route } from "./routes";

/** Where the control of a simulator is, on its own port. */
export const CONTROL_PATH = "/simulator";

const MAX_BODY_BYTES = 1_048_576;

/** Answers one control request, in JSON. */
export async function control(api: Api, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let status = 200;
    let content: unknown;
    try {
        guard(incoming);
        const { pathname, searchParams: query } = new URL(incoming.url ?? "/", "http://simulator");
        const path = pathname.slice(CONTROL_PATH.length);
        const [, collection = path, id = ""] = /^(\/faults\/)(\d+)$/.exec(path) ?? [];
        const route = findRoute(incoming.method ?? "", collection);
        content = (await route(api, { query, id, body: () => json(incoming) })) ?? {};
    } catch (error) {
        const refusal = refusalOf(error);
        status = refusal.status;
        content = { error: { code: refusal.code, message: refusal.message, field: refusal.field } };
    }
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify(content));
}

function findRoute(method: string, path: string): Route {
    const route = ROUTES[`${method} ${path}`];
    if (route !== undefined) {
        return route;
    }
    const methods = Object.keys(ROUTES).flatMap((key) => (key.endsWith(` ${path}`) ? [key.split(" ")[0]] : []));
    if (methods.length > 0) {
        throw new ControlError(405, "method-not-allowed", `This path accepts ${methods.join(", ")}.`);
    }
    throw new ControlError(404, "not-found", "The simulator has no such path.");
}

async function json(incoming: IncomingMessage): Promise<unknown> {
    // A page of another site can send text without asking the browser first, but not this type.
    const [contentType = ""] = (incoming.headers["content-type"] ?? "").split(";");
    if (contentType.trim().toLowerCase() !== "application/json") {
        throw new ControlError(415, "unsupported-media-type", "The Content-Type must be application/json.");
    }
    const body = await readBody(incoming, MAX_BODY_BYTES);
    if (body === undefined) {
        throw new ControlError(413, "too-large", "The body is too large.");
    }
    try {
        return JSON.parse(body.toString("utf8"));
    } catch {
        throw new ControlError(400, "invalid", "The body is not JSON.", "body");
    }
}

function refusalOf(error: unknown): ControlError {
    if (error instanceof ControlError) {
        return error;
    }
    if (error instanceof SimulatorError) {
        return new ControlError(400, "invalid", error.message, error.field);
    }
    throw error;
}
