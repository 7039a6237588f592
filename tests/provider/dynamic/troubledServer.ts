import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { selfSigned } from "../../selfSigned";

/** A call as it stands before the API sees it. */
interface RawCall {
    readonly action: string;
    readonly zoneId: string;
    readonly token: string | undefined;
}

/** Takes over the answer of a call, or leaves it to the API. */
export type Trouble = (call: RawCall, response: ServerResponse) => boolean;

/** Stands before the API, for what the simulator has no fault for. With TLS its certificate is for `localhost`. */
export function startTroubledServer(endpoint: string, trouble: Trouble, { tls = false } = {}) {
    const listener: RequestListener = async (incoming, response) => {
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
    };
    return listen(tls ? createTlsServer(selfSigned, listener) : createServer(listener));
}

/** An HTTP proxy for connections: whatever they are for, they end at `port`. */
export async function startProxy(port: number) {
    let asked = "";
    const server = createServer();
    server.on("connect", ({ url }: IncomingMessage, socket: Socket) => {
        asked = url ?? "";
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        const onwards = connect(port, "127.0.0.1");
        socket.pipe(onwards).pipe(socket);
        for (const end of [socket, onwards]) end.on("error", () => {}).on("close", () => socket.destroy());
    });
    return { ...(await listen(server)), asked: () => asked };
}

/** Starts a server on a free port of this machine. */
export async function listen(server: Server) {
    const sockets = new Set<Socket>();
    server.on("connection", (socket) => sockets.add(socket.on("close", () => sockets.delete(socket))));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return {
        port,
        endpoint: `http://127.0.0.1:${port}`,
        stop() {
            server.close();
            for (const socket of sockets) socket.destroy();
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
