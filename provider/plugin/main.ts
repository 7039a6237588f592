#!/usr/bin/env node
import { connect } from "node:http2";
import { serve } from "./serve";

/** The engine starts a plugin with its own address as the last argument, and reads the port from the first line. */
const address = process.argv.slice(2).at(-1);

async function main(): Promise<void> {
    const { port } = await serve(address);
    console.log(port);
    if (address) endWith(address);
}

/** An engine that is killed says nothing: what ends then is the connection to it. */
function endWith(engine: string): void {
    connect(`http://${engine}`)
        .on("error", () => {})
        .on("close", () => process.exit(1));
}

// What is printed is read by no one once the engine is gone.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
