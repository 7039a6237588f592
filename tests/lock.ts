import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type Server, Socket } from "node:net";

/**
 * Runs `work` while no other process holds the lock at `path`. The lock is a socket one process listens on: whoever comes
 * second connects and waits for the line to drop, which it also does when the holder crashes.
 */
export async function withLock(path: string, say: (line: string) => void, work: () => Promise<void>): Promise<void> {
    const holder = await acquire(path, say);
    try {
        await work();
    } finally {
        const closed = once(holder.server.close(), "close");
        for (const waiting of holder.waiting) {
            waiting.destroy();
        }
        await closed;
    }
}

interface Holder {
    readonly server: Server;
    readonly waiting: Set<Socket>;
}

async function acquire(path: string, say: (line: string) => void): Promise<Holder> {
    for (;;) {
        const waiting = new Set<Socket>();
        const server = createServer((socket) => {
            waiting.add(socket);
            // One who stops waiting (Ctrl-C) resets the line; that is no concern of the holder's.
            socket.on("error", () => {}).on("close", () => waiting.delete(socket));
        });
        try {
            server.listen(path);
            await once(server, "listening");
            return { server, waiting };
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") {
                throw error;
            }
        }
        if (await connects(path, say)) {
            continue;
        }
        // Nobody listens: left behind by a process that was killed.
        await rm(path, { force: true });
    }
}

async function connects(path: string, say: (line: string) => void): Promise<boolean> {
    const socket = new Socket();
    try {
        socket.connect(path);
        await once(socket, "connect");
    } catch {
        return false;
    }
    say("Another process is making what the tests need; waiting for it.");
    socket.on("error", () => {}).resume();
    await once(socket, "close");
    return true;
}
