import type { IncomingMessage } from "node:http";

/** How much of a body that is too long is let through, so that its client gets to read the answer. */
const MAX_DISCARDED_BYTES = 256 * 1_048_576;

/** Reads a body, or answers undefined for one that is too long, which is not kept; throws where the client is gone. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length <= maxBytes) {
            chunks.push(chunk);
        } else {
            chunks.length = 0;
            if (length > MAX_DISCARDED_BYTES) {
                request.socket.destroy();
            }
        }
    }
    return length <= maxBytes ? Buffer.concat(chunks) : undefined;
}
