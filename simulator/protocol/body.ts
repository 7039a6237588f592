import type { IncomingMessage } from "node:http";

/** How much of a body that is too long is let through, so that its client gets to read the answer. */
const MAX_DISCARDED_BYTES = 256 * 1_048_576;
/** How much of all the bodies that are being read is kept; one that goes beyond counts as too long. */
const MAX_KEPT_BYTES = 64 * 1_048_576;

let keptOfAll = 0;

/** Reads a body, or answers undefined for one that is too long, which is not kept; throws where the client is gone. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let isKept = Number(request.headers["content-length"] ?? 0) <= maxBytes;
    let length = 0;
    let kept = 0;
    const drop = () => {
        keptOfAll -= kept;
        kept = 0;
        chunks.length = 0;
    };
    try {
        for await (const chunk of request as AsyncIterable<Buffer>) {
            length += chunk.length;
            isKept &&= length <= maxBytes && keptOfAll + chunk.length <= MAX_KEPT_BYTES;
            if (isKept) {
                chunks.push(chunk);
                kept += chunk.length;
                keptOfAll += chunk.length;
            } else {
                drop();
                if (length > MAX_DISCARDED_BYTES) {
                    request.socket.destroy();
                }
            }
        }
        return isKept ? Buffer.concat(chunks) : undefined;
    } finally {
        drop();
    }
}
