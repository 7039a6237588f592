import { execFile } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { apiError } from "../../../../provider/api/errors";
import { systemClock } from "../../../../provider/common/clock";
import { done, notYet } from "../../../../provider/waiting/pollResult";
import { openWatches, type WatchProofOf } from "../../../../provider/waiting/proof/openWatches";
import { waitFor } from "../../../../provider/waiting/waitFor";

const pending = apiError("ResourceUnavailable.RecordUnExpected", "not seen");
const proof = {
    domain: "www.example.com",
    dns: { name: "_dnsauth.www.example.com", type: "CNAME", value: "www.example.com.eoacme0.com" },
    checkIntervalMs: 30_000,
    isSecret: false,
};

/** Gaps of 2 s last a tenth of a second. */
const clock: typeof systemClock = { now: systemClock.now, sleep: (ms, signal) => systemClock.sleep(ms / 20, signal) };

/** How long, in milliseconds, a wait takes whose fourth question is answered with a certificate. */
async function wait(watch?: WatchProofOf): Promise<number> {
    let polls = 0;
    const start = performance.now();
    await waitFor<string>(async () => (++polls < 4 ? notYet(pending) : done("issued")), {
        doing: "waiting",
        timeoutMs: 10 * 60_000,
        clock,
        signal: new AbortController().signal,
        consequence: "",
        watchProof: watch && ((tell) => watch(proof, tell)),
    });
    return performance.now() - start;
}

/** A server that does with each packet what `receive` says, and how many it got. */
async function serve(receive: (socket: Socket, packet: Buffer, port: number) => void) {
    const socket = createSocket("udp4");
    const server = { packets: 0, address: "" };
    socket.on("message", (packet, { port }) => {
        server.packets++;
        receive(socket, packet, port);
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    server.address = `127.0.0.1:${socket.address().port}`;
    return Object.assign(server, { stop: () => socket.close() });
}

test.each([
    ["mute", () => {}],
    [
        "hostile",
        (socket: Socket, packet: Buffer, port: number) => {
            for (let i = 0; i < 20; i++) socket.send(Buffer.concat([packet, Buffer.alloc(i, 255)]), port, "127.0.0.1");
        },
    ],
    ["absent", undefined],
])("with DNS that is %s, a wait ends within 5 ms of one without diagnosis", async (_, receive) => {
    const server = await serve(receive ?? (() => {}));
    if (!receive) server.stop();
    const config: Record<string, string> = { "teo:resolvers": server.address };
    const watch = openWatches((key) => config[key], clock);
    await wait(watch); // loads what it needs
    const later: number[] = [];
    for (let i = 0; i < 5; i++) {
        // Side by side, as a busy machine delays both.
        const [within, without] = await Promise.all([wait(watch), wait()]);
        later.push(within - without);
    }
    if (receive) server.stop();
    expect(Math.min(...later)).toBeLessThan(5);
    if (receive) expect(server.packets).toBeGreaterThan(0);
});

test("a process ends with its last wait, whatever is under way", async () => {
    const server = await serve(() => {});
    const program = `
        const { openWatches } = require("./waiting/proof/openWatches");
        const { systemClock } = require("./common/clock");
        const watch = openWatches((key) => ({ "teo:resolvers": "${server.address}" })[key], systemClock);
        const one = watch({ domain: "www.example.com", checkIntervalMs: 0, isSecret: false }, () => {});
        setTimeout(() => { one.stop(); console.log(performance.now()); }, 100);
        process.on("exit", () => console.log(performance.now()));
    `;
    const cwd = join(__dirname, "..", "..", "..", "..", "dist", "provider");
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { cwd, timeout: 30_000 });
    server.stop();
    const [stopped, ended] = stdout.trim().split("\n").map(Number) as [number, number];
    expect(server.packets).toBeGreaterThan(0);
    expect(ended - stopped).toBeLessThan(100);
});
