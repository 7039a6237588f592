/** Rows as a Markdown table: a column for each key of the first row. */
export function table(rows: readonly Readonly<Record<string, string | number>>[]): string {
    const columns = Object.keys(rows[0] ?? {});
    const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
    return [
        line(columns),
        line(columns.map((column) => (typeof rows[0]?.[column] === "number" ? "---:" : "---"))),
        ...rows.map((row) => line(columns.map((column) => row[column] ?? ""))),
    ].join("\n");
}

/** Milliseconds as seconds. */
export const seconds = (ms: number, digits = 1) => Number((ms / 1_000).toFixed(digits));

export const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function median(values: readonly number[]): number {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
