import { type ServerResponse, STATUS_CODES } from "node:http";
import { ApiError } from "../common/apiError";
import type { Language } from "../common/messages";
import type { Fault } from "../trouble/faults";

/** An answer, before a fault spoils it. */
export interface Reply {
    readonly requestId: string;
    readonly code?: string;
    /** The fields of `Response`. */
    readonly fields: Readonly<Record<string, unknown>>;
}

export function success(fields: Readonly<Record<string, unknown>>, newRequestId: string): Reply {
    const requestId = typeof fields.RequestId === "string" ? fields.RequestId : newRequestId;
    return { requestId, fields: { RequestId: newRequestId, ...fields } };
}

export function failure(error: unknown, language: Language, newRequestId: string): Reply {
    // Anything else is the simulator's own doing, such as being full: it says so, as the API would.
    const known = error instanceof ApiError ? error : new ApiError("InternalError", [], { message: String(error) });
    const requestId = known.given.requestId ?? newRequestId;
    const answered = { Code: known.code, Message: known.messageIn(language) };
    return { requestId, code: known.code, fields: { Error: answered, RequestId: requestId } };
}

/** Sends an answer as a fault has it; answers the HTTP status, or nothing where the connection was cut before. */
export function send(response: ServerResponse, reply: Reply, fault: Fault | undefined): number | undefined {
    if (fault?.drop === true || fault?.drop === "answer" || response.destroyed) {
        response.destroy();
        return undefined;
    }
    const status = fault?.status ?? 200;
    const { contentType, content } = contentOf(reply, fault, status);
    // Exactly this Content-Type: Tencent's Python SDK looks for errors in no other, not even in one with a charset.
    response.writeHead(status, { "Content-Type": contentType, "Content-Length": Buffer.byteLength(content) });
    if (fault?.drop === "mid-body") {
        response.write(content.slice(0, content.length / 2), () => response.destroy());
    } else {
        response.end(content);
    }
    return status;
}

function contentOf(reply: Reply, fault: Fault | undefined, status: number): { contentType: string; content: string } {
    const envelope = JSON.stringify({ Response: reply.fields });
    const json = (content: string) => ({ contentType: "application/json", content });
    const body = fault?.body ?? (fault?.status !== undefined && fault.code === undefined ? "html" : undefined);
    switch (body) {
        case "html": {
            const title = `${status} ${STATUS_CODES[status] ?? "Unknown"}`;
            const content = `<html>\n<head><title>${title}</title></head>\n<body><h1>${title}</h1></body>\n</html>\n`;
            return { contentType: "text/html", content };
        }
        case "broken-json":
            return json(envelope.slice(0, envelope.length / 2));
        case "no-response":
            return json(JSON.stringify({ RequestId: reply.requestId }));
        case "empty":
            return json("");
        default:
            return json(envelope);
    }
}
