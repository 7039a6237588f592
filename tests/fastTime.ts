import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** The environment for processes whose time is to pass `speed` times faster, as long as this process keeps up with them. */
export async function fastTime(speed: number) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => {}).pipe(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        env: {
            FAST_TIME: String(speed),
            FAST_TIME_PACER: String((server.address() as AddressInfo).port),
            NODE_OPTIONS: `--require ${require.resolve("./fastTimers.cjs")}`,
        },
        stop() {
            server.close();
            for (const socket of sockets) socket.destroy();
        },
    };
}
