import { isEngineAddress } from "./engineAddress";

const RECONNECT_MS = 100;
/** A run that has nothing to wait for is over before: it loads no connection. */
const FIRST_CONNECT_MS = 400;

/**
 * Calls back once the engine at this address is dead. A killed engine sends no Cancel: without this, waits would go on asking the API, and a
 * binding could be sent beside that of the next run. It shows at once, by a connection that says nothing and that the engine's end closes.
 */
export function onEngineGone(address: string | undefined, callback: () => void, wasThere = false): void {
    if (!isEngineAddress(address)) return;
    setTimeout(() => watch(address, callback, wasThere), FIRST_CONNECT_MS).unref();
}

/** Ends this process with its engine. What it prints is read by no one then, and Pulumi's handler of uncaught errors would print the failure without end. */
export function endWithEngine(address: string | undefined, wasThere = false): void {
    onEngineGone(address, () => process.exit(1), wasThere);
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));
}

/** An engine that was there and takes no new connection is dead. Where there never was one, as in some tests, nothing follows. */
function watch(address: string, callback: () => void, wasThere: boolean): void {
    let isThere = false;
    const { connect } = require("node:http2") as typeof import("node:http2");
    const session = connect(`http://${address}`);
    session.unref();
    session.on("connect", () => {
        isThere = true;
    });
    session.on("error", () => {}); // "close" follows.
    session.on("close", () => {
        if (isThere) setTimeout(() => watch(address, callback, true), RECONNECT_MS).unref();
        else if (wasThere) callback();
    });
}
