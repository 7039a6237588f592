import type { Server as HttpServer, IncomingMessage } from "node:http";
import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import type { ServerCertificate } from "./authority";

/** The first byte of a TLS connection: the record type "handshake". No HTTP request begins so. */
const HANDSHAKE = 0x16;

/** The API's own hosts, to which a client may ask a proxy for a tunnel. */
const TUNNELS_TO = /^([a-z0-9-]+\.)*tencentcloudapi\.com:443$/i;

/** A server that hands what is HTTP, and what is HTTP over TLS, to one HTTP server, on one port. */
export function onePort(http: HttpServer, { key, cert }: ServerCertificate): Server {
    const secure = createTlsServer({ key, cert, ALPNProtocols: ["http/1.1"] }, (socket) =>
        http.emit("connection", socket),
    );
    // A client that does not trust the authority ends the handshake: that is its affair.
    secure.on("tlsClientError", () => undefined);
    const accept = (socket: Duplex): void => {
        socket.on("error", () => socket.destroy());
        socket.once("readable", () => {
            const first = socket.read(1) as Buffer | null;
            if (first === null) {
                socket.destroy();
                return;
            }
            socket.unshift(first);
            (first[0] === HANDSHAKE ? secure : http).emit("connection", socket);
        });
    };
    // A client whose HTTPS proxy this is asks for a tunnel to the API, which ends here.
    http.on("connect", ({ url = "" }: IncomingMessage, socket: Duplex, head: Buffer) => {
        socket.on("error", () => socket.destroy());
        if (!TUNNELS_TO.test(url)) {
            socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
            return;
        }
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        socket.unshift(head);
        accept(socket);
    });
    return createServer(accept);
}
