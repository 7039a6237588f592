import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fetchFile } from "../../simulator/proof/fetchFile";
import { whileCollectingGarbage } from "../garbage";

test("a web server that never answers is given up in its time, though garbage is collected", async () => {
    const server = createServer((socket) => socket.on("error", () => {}).resume()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const stop = AbortSignal.timeout(60_000);
    const fetched = fetchFile(`127.0.0.1:${port}`, "http://www.example.com/x.txt", stop);
    expect(await whileCollectingGarbage(fetched)).toBeUndefined();
    expect(stop.aborted).toBe(false);
    server.close();
});
