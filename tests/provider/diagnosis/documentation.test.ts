import { readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");

test.each(["docs/diagnosis.md", "docs/diagnosis.zh-CN.md"])(
    "%s lists each finding of the catalogue, and no other",
    async (page) => {
        const source = await readFile(join(ROOT, "provider/diagnosis/finding.ts"), "utf8");
        const catalogue = /const CATALOGUE = \[(.*?)\] as const/s.exec(source)?.[1] ?? "";
        const ids = [...catalogue.matchAll(/"(\w+)"/g)].map(([, id]) => id);
        const rows = (await readFile(join(ROOT, page), "utf8")).split("\n").filter((line) => line.startsWith("| `"));
        const listed = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, id]) => id));
        expect(ids.length).toBeGreaterThan(30);
        expect([...listed].sort()).toEqual([...ids].sort());
    },
);
