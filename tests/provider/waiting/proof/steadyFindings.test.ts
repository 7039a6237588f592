import type { Finding } from "../../../../provider/diagnosis";
import { SteadyFindings } from "../../../../provider/waiting/proof/steadyFindings";
import { missing, right, wrong } from "./findings";

const idOf = ([lead]: readonly Finding[]) => lead?.id ?? "none";

test.each([
    ["two rounds must agree on another finding", [missing, wrong, wrong], "recordMissing recordMissing wrongValue"],
    [
        "two rounds that agree follow one another",
        [missing, wrong, missing, wrong, right],
        "recordMissing recordMissing recordMissing recordMissing allRight",
    ],
    ["that all is right is shown at once", [missing, right, missing], "recordMissing allRight allRight"],
    ["so is what the first round finds, if only nothing", [undefined, missing, missing], "none none recordMissing"],
    ["two rounds must agree on nothing, too", [missing, undefined, undefined], "recordMissing recordMissing none"],
])("%s", (_, rounds, shown) => {
    const steady = new SteadyFindings();
    expect(rounds.map((found) => idOf(steady.add(found ? [found] : []))).join(" ")).toBe(shown);
});

test("the same finding is shown as it was seen last", () => {
    const steady = new SteadyFindings();
    steady.add([missing]);
    const later = { ...missing, evidence: [] };
    expect(steady.add([later])).toEqual([later]);
});
