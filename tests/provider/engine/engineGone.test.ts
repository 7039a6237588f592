import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { onEngineGone } from "../../../provider/engine/engineGone";

/** Stands for the engine: all that counts is who is connected. */
async function startEngine(port = 0) {
    const sessions = new Set<ServerHttp2Session>();
    const server: Http2Server = createServer();
    server.on("session", (session) => sessions.add(session));
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return {
        address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
        connected: () => (sessions.size > 0 ? undefined : once(server, "session")),
        cut() {
            for (const session of sessions) session.destroy();
            sessions.clear();
        },
        die() {
            server.close();
            this.cut();
        },
    };
}

test("an engine that dies is noticed within a second", async () => {
    const engine = await startEngine();
    const gone = new Promise<void>((resolve) => onEngineGone(engine.address, resolve));
    await engine.connected();
    const diedAt = Date.now();
    engine.die();
    await gone;
    expect(Date.now() - diedAt).toBeLessThan(1_000);
});

test("an engine that only cuts the connection is connected to again", async () => {
    const engine = await startEngine();
    const callback = jest.fn();
    onEngineGone(engine.address, callback);
    await engine.connected();
    engine.cut();
    await engine.connected();
    await delay(300);
    expect(callback).not.toHaveBeenCalled();
    engine.die();
});

test.each([undefined, "", "nonsense", "127.0.0.1:1"])(
    "where there is no engine, nothing follows: %s",
    async (address) => {
        const callback = jest.fn();
        onEngineGone(address, callback);
        // It connects after 0.4 s.
        await delay(700);
        expect(callback).not.toHaveBeenCalled();
    },
);
