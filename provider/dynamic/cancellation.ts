import { subscribe } from "node:diagnostics_channel";
import { setMaxListeners } from "node:events";

/**
 * A signal that aborts with the first Ctrl-C. The engine then calls Cancel, whose handler in the dynamic-provider host does nothing. But the
 * host's gRPC server is Node's http2, and Node 22 and later publish each of its streams on a diagnostics channel.
 */
export function cancellation(): AbortSignal {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    subscribe("http2.server.stream.created", (message) => {
        const { headers } = message as { headers?: Record<string, unknown> };
        if (headers?.[":path"] === "/pulumirpc.ResourceProvider/Cancel") controller.abort();
    });
    return controller.signal;
}
