import type { Row } from "./matrix";

const TITLES: Record<string, string> = {
    together: "All issued 20 s after the start",
    ownCheck: "Each issued 20 s after its own first check",
};

/** How many times the physical limit each client takes, over the number of domains: an SVG. A line ends where a client loses domains. */
export async function chart(rows: readonly Row[], clients: readonly string[]): Promise<string> {
    // Heavy, and ES modules only.
    const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
    const values = rows
        .filter(({ issuance, n, trouble }) => String(issuance) in TITLES && n > 1 && trouble === "none")
        .filter(({ client, failed }) => clients.includes(client) && failed === 0)
        .map(({ client, n, issuance, ratio }) => ({ client, n, issuance: TITLES[String(issuance)], ratio }));
    const encoding = {
        x: {
            field: "n",
            type: "quantitative" as const,
            scale: { type: "log" as const },
            axis: { title: "domains", values: [20, 100, 300, 1000, 10_000, 100_000] },
        },
        y: {
            field: "ratio",
            type: "quantitative" as const,
            scale: { type: "log" as const, domain: [0.8, 12] },
            axis: { title: "time / physical limit", values: [1, 1.5, 2, 3, 5, 10] },
        },
        color: { field: "client", type: "nominal" as const, sort: [...clients], title: null },
    };
    const { spec } = compile({
        data: { values },
        facet: { column: { field: "issuance", type: "nominal" as const, title: null, sort: Object.values(TITLES) } },
        spec: {
            width: 380,
            height: 260,
            mark: { type: "line", point: true },
            encoding,
        },
        config: { background: "white", font: "sans-serif" },
    });
    return new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
}
