import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Api } from "./api/api";
import { CONTROL_PATH, control } from "./control/control";
import { targetOf } from "./protocol/http";
import { onePort } from "./tls/onePort";

export interface RunningServer {
    readonly endpoint: string;
    stop(): Promise<void>;
}

/** Above the longest query that the API takes, so that one that is too long is answered as the API does. */
const MAX_HEADER_BYTES = 1_048_576;

/** Serves the API at `/`, and the control of the simulator under `/simulator`. */
export async function listen(api: Api): Promise<RunningServer> {
    const http = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
        serve(api, request, response).catch(() => response.destroy());
    });
    // Longer than clients keep a connection idle, or one may be closed just as it is used again.
    http.keepAliveTimeout = 75_000;
    const server = api.certificate ? onePort(http, api.certificate) : http;
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
    });
    server.listen(api.options.port, api.options.host);
    await once(server, "listening");
    return {
        endpoint: endpointOf(server.address() as AddressInfo),
        async stop() {
            const closed = once(server, "close");
            server.close();
            for (const socket of sockets) {
                socket.destroy();
            }
            await closed;
        },
    };
}

async function serve(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path } = targetOf(request.url ?? "");
    if (path === "/") {
        await api.handle(request, response);
    } else if (path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`)) {
        await control(api, request, response);
    } else {
        response
            .writeHead(404, { "Content-Type": "text/plain" })
            .end("The API is at /, and its control at /simulator.\n");
    }
}

/** An address to connect to: one that stands for all addresses is reached by loopback, too. */
function endpointOf({ address, port }: AddressInfo): string {
    const reachable = new Map([
        ["0.0.0.0", "127.0.0.1"],
        ["::", "127.0.0.1"],
    ]).get(address);
    const host = reachable ?? address;
    return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
