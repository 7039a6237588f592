import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A call as it stands before the API sees it. */
interface RawCall {
    readonly action: string;
    readonly zoneId: string;
    readonly token: string | undefined;
}

/** Takes over the answer of a call, or leaves it to the API. */
export type Trouble = (call: RawCall, response: ServerResponse) => boolean;

/** Stands before the API, for what the simulator has no fault for. `sockets` are those of its clients, open ones alone. */
export async function startTroubledServer(endpoint: string, trouble: Trouble) {
    const sockets = new Set<Socket>();
    const server = createServer(async (incoming, response) => {
        const body = await bodyOf(incoming);
        const { headers, method } = incoming;
        const call = {
            action: String(headers["x-tc-action"]),
            zoneId: (JSON.parse(body) as { ZoneId: string }).ZoneId,
            token: headers["x-tc-token"] as string | undefined,
        };
        if (trouble(call, response)) return;
        const onwards = request(endpoint, { method, headers }, (answer) => {
            response.writeHead(answer.statusCode ?? 0, answer.headers);
            answer.pipe(response);
        });
        onwards.on("error", () => response.destroy());
        onwards.end(body);
    });
    server.on("connection", (socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        sockets,
        stop() {
            server.close();
            server.closeAllConnections();
        },
    };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    return body;
}

const MEGABYTE = Buffer.alloc(1_000_000, " ");

/** 50 MB, as fast as they are read. */
export function answerHuge(response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "application/json" });
    let left = 50;
    const more = () => {
        while (left-- > 0) if (!response.write(MEGABYTE)) return;
        response.end();
    };
    response.on("drain", more);
    more();
}
