import { apiError } from "../../../../provider/api/errors";
import { describeGroup, groupByReason } from "../../../../provider/lifecycle/verificationSet/reasonGroups";

const code = "InternalError";
const saying = (...messages: string[]) =>
    groupByReason(new Map(messages.map((message, i) => [`d${i}.example`, apiError(code, message)])));
const shown = (...messages: string[]) =>
    saying(...messages).map((group) => `${group.domains.join(" ")} ${describeGroup(group)}`);

test("domains with the same code and message are one group, the largest first", () => {
    expect(shown("one", "two", "two")).toEqual([
        "d1.example d2.example InternalError: two",
        "d0.example InternalError: one",
    ]);
});

test("up to five messages of a code are a group each, and more are one", () => {
    expect(saying("1", "2", "3", "4", "5")).toHaveLength(5);
    expect(shown("1", "2", "3", "4", "5", "6")).toEqual([
        "d0.example d1.example d2.example d3.example d4.example d5.example InternalError: 1 and similar",
    ]);
});
