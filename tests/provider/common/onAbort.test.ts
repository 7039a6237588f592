import { getEventListeners } from "node:events";
import { onAbort } from "../../../provider/common/onAbort";

test("everybody hears of an abort once, but who has taken it back", () => {
    const controller = new AbortController();
    const heard: string[] = [];
    onAbort(controller.signal, () => heard.push("a"));
    const forget = onAbort(controller.signal, () => heard.push("b"));
    onAbort(controller.signal, () => heard.push("c"));
    forget();
    controller.abort();
    controller.abort();
    expect(heard).toEqual(["a", "c"]);
});

test("a signal that has aborted calls back at once", () => {
    let heard = 0;
    const forget = onAbort(AbortSignal.abort(), () => heard++);
    expect(heard).toBe(1);
    forget();
});

test("a hundred thousand hang on one listener", () => {
    const { signal } = new AbortController();
    const forget = Array.from({ length: 100_000 }, () => onAbort(signal, () => {}));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    for (const each of forget) each();
});
