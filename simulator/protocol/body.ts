import type { IncomingMessage } from "node:http";

/** The longest body that is read; the API's own limit for signed JSON is higher, and no call comes near either. */
export const MAX_BODY_BYTES = 1_048_576;

/** Reads a body, or answers undefined for one that is too long, which is not kept; throws where the client is gone. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length <= MAX_BODY_BYTES) {
            chunks.push(chunk);
        } else {
            chunks.length = 0;
            // The client reads an answer only once it has sent its body, so the rest is let through, up to a point.
            if (length > 16 * MAX_BODY_BYTES) {
                request.socket.destroy();
            }
        }
    }
    return length <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}
