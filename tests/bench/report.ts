import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { LoneRow } from "./lone";
import type { Row } from "./matrix";
import { percent, table } from "./table";

/** The courses of issuance, short. */
export const titles: Record<string, string> = {
    together: "all at 20 s",
    ownCheck: "20 s after own first check",
    staggered: "one by one",
    heavyTailed: "5 s to 30 min",
};

const DOCS = join(__dirname, "..", "..", "docs");

/** The machine, the date and the command that a figure stands on. */
export function origin(command: string): string {
    const { length } = cpus();
    const memory = Math.round(totalmem() / 2 ** 30);
    const date = new Date().toISOString().slice(0, 10);
    return `Measured on ${date} by \`${command}\` on ${length} cores, ${memory} GiB, Node.js ${process.version}.`;
}

/** Puts text between the marks of that name in a page of docs/. */
export async function fill(page: string, section: string, text: string): Promise<void> {
    const path = join(DOCS, page);
    const before = await readFile(path, "utf8");
    const marks = new RegExp(`(<!-- ${section} -->\n)[^]*?(<!-- /${section} -->)`);
    if (!marks.test(before)) throw new Error(`docs/${page} has no place for ${section}`);
    await writeFile(
        path,
        before.replace(marks, (_, open, close) => `${open}\n${text.trim()}\n\n${close}`),
    );
}

export async function write(file: string, content: string): Promise<void> {
    await writeFile(join(DOCS, file), content);
}

const known = (value: number | undefined, digits = 1) =>
    value === undefined || Number.isNaN(value) ? "-" : value.toFixed(digits);

/** All columns. */
export function details(rows: readonly Row[]): string {
    return table(
        rows.map((row) => ({
            client: row.client,
            domains: row.n,
            issued: titles[String(row.issuance)] ?? "",
            "time / limit": row.ratio.toFixed(2),
            "time, s": known(row.makespan / 1000),
            calls: row.calls,
            refused: percent(row.refused, row.calls),
            failed: row.failed,
            "lag p50, s": known(row.lagP50 / 1000),
            "p95, s": known(row.lagP95 / 1000),
            "max, s": known(row.lagMax / 1000),
            "memory, MB": known(row.memory && row.memory / 1e6),
        })),
    );
}

/** Something of each client at each size. */
export function bySize(
    rows: readonly Row[],
    clients: readonly string[],
    sizes: readonly number[],
    cell: (row: Row) => string,
): string {
    return table(
        clients.map((client) => {
            const found = (n: number) => rows.find((row) => row.client === client && row.n === n);
            const cells = sizes.map((n): [string, string] => {
                const row = found(n);
                return [`N = ${n.toLocaleString("en")}`, row ? cell(row) : "-"];
            });
            return { client, ...Object.fromEntries(cells) };
        }),
    );
}

/** Time over the limit; where domains failed, their share instead. */
export const ratioOf = ({ ratio, failed, n }: Row) => (failed === 0 ? ratio.toFixed(2) : `${percent(failed, n)} fail`);

/** Calls for each domain, and the share of them that was refused. */
export const callsOf = ({ calls, refused, n }: Row) => `${known(calls / n)}, ${percent(refused, calls)}`;

export function loneTable(rows: readonly LoneRow[]): string {
    return table(
        rows.map(({ client, lagMs, checks, failedPercent }) => ({
            client,
            "mean lag, s": (lagMs / 1000).toFixed(2),
            "mean checks": checks.toFixed(1),
            "waits that failed": `${failedPercent.toFixed(0)} %`,
        })),
    );
}

export function csv(rows: readonly Row[]): string {
    const columns = [
        "client",
        "n",
        "issuance",
        "trouble",
        "makespan",
        "ratio",
        "calls",
        "refused",
        "failed",
        "lagMean",
        "lagP50",
        "lagP95",
        "lagMax",
        "memory",
    ] as const;
    const cell = (value: unknown) => {
        const text = typeof value === "number" ? String(Math.round(value * 1000) / 1000) : String(value ?? "");
        return text.includes(",") ? `"${text}"` : text;
    };
    return `${[columns, ...rows.map((row) => columns.map((column) => row[column]))].map((line) => line.map(cell).join(",")).join("\n")}\n`;
}
