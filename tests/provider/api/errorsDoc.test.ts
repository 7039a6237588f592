import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiError } from "../../../provider/api/errors";
import { table } from "../../../provider/api/errorTable";

const docs = join(__dirname, "../../../docs");
const codes = table.flatMap((row) => row.codes.map((code) => code.replace("*", "Xy")));

/** Of each row: whether it is of a code, by the first cell, and when such an error ends the wait. */
function rowsOf(file: string) {
    const lines = readFileSync(join(docs, file), "utf8").split("\n");
    return lines
        .filter((line) => line.startsWith("| "))
        .map((line) => line.split(" | "))
        .map(([errors = "", ends]) => {
            const patterns = [...errors.matchAll(/`([A-Za-z.]+)`/g)].map(([, code = ""]) =>
                code.replaceAll("...", "*").replaceAll(".", "\\.").replaceAll("*", ".*"),
            );
            return { isOf: (code: string) => patterns.some((p) => new RegExp(`^${p}$`).test(code)), ends };
        });
}

const unanswered = { en: "5 min if it never answered otherwise", zh: "从未有过其他应答时为 5 分钟" };

describe.each([
    [
        "errors.md",
        {
            timeout: "the timeout",
            transient: `the timeout; ${unanswered.en}`,
            0: "at once",
            6000: "6 s",
            60000: "1 min",
        },
    ],
    [
        "errors.zh-CN.md",
        { timeout: "超时", transient: `超时；${unanswered.zh}`, 0: "立即", 6000: "6 秒", 60000: "1 分钟" },
    ],
])("%s", (file, words: Record<string, string>) => {
    const rows = rowsOf(file);

    test.each(codes)("says when %s ends a wait", (code) => {
        const { kind, retryForMs } = apiError(code, "");
        const expected = kind === "transient" ? "transient" : Number.isFinite(retryForMs) ? retryForMs : "timeout";
        expect(rows.find(({ isOf }) => isOf(code))?.ends).toBe(words[expected]);
    });
});
