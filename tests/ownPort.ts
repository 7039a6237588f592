import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

// Below the ports that systems hand out (Linux from 32768, others from 49152), a range for each of Jest's workers.
const PER_WORKER = 1_000;
const first = 10_000 + (Number(process.env.JEST_WORKER_ID ?? 0) % 20) * PER_WORKER;
let next = Math.floor(Math.random() * PER_WORKER);

/**
 * A port that is free for TCP and UDP on every address, and stays so: unlike a port that the system chose for one address and
 * protocol, no other server or connection of this machine is given it by chance. For servers that share a port, and for a
 * port at which nobody is to answer.
 */
export async function ownPort(): Promise<number> {
    for (let tries = 0; tries < PER_WORKER; tries++) {
        const port = first + (next++ % PER_WORKER);
        if (await isFree(port)) return port;
    }
    throw new Error(`No port from ${first} to ${first + PER_WORKER - 1} is free.`);
}

async function isFree(port: number): Promise<boolean> {
    const tcp = createServer();
    const udp = createSocket("udp4");
    try {
        tcp.listen(port);
        await once(tcp, "listening");
        udp.bind(port);
        await once(udp, "listening");
        return true;
    } catch {
        return false;
    } finally {
        if (tcp.listening) await new Promise((closed) => tcp.close(closed));
        await new Promise<void>((closed) => udp.close(closed));
    }
}
