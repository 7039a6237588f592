import { perRun } from "../../../provider/resources/currentRun";

test("what a run has once is made once, also where it is undefined", () => {
    let made = 0;
    const value = perRun(() => {
        made++;
        return undefined;
    });
    expect([value(), value(), made]).toEqual([undefined, undefined, 1]);
});
