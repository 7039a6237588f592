import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** Has garbage collected again and again until `done`, as happens in any process that has more to do. */
export async function whileCollectingGarbage<T>(done: Promise<T>): Promise<T> {
    const timer = setInterval(collect, 50);
    return await done.finally(() => clearInterval(timer));
}
