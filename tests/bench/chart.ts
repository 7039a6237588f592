import type { Row } from "./matrix";

const TITLES: Record<string, string> = {
    together: "All issued 20 s after the start",
    ownCheck: "Each issued 20 s after its own first check",
};
const COLORS = ["#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#b279a2", "#9d755d", "#bab0ac"];
const WIDTH = 380;
const HEIGHT = 260;
const DOMAINS = [20, 100, 300, 1_000, 10_000, 100_000];
const RATIOS = [1, 1.5, 2, 3, 5, 10];

/** A position on a logarithmic axis, from 0 to 1. */
const position = (value: number, from: number, to: number) => Math.log(value / from) / Math.log(to / from);
const x = (n: number) => Math.round(WIDTH * position(n, 20, 100_000));
const y = (ratio: number) => Math.round(HEIGHT * (1 - position(ratio, 0.8, 12)));
const text = (at: string, content: string | number, more = "") => `<text ${at} ${more}>${content}</text>`;

/** How many times the physical limit each client takes, over the number of domains: an SVG. A line ends where a client loses domains. */
export function chart(rows: readonly Row[], clients: readonly string[]): string {
    const shown = rows.filter(
        ({ n, trouble, failed, client }) => n > 1 && trouble === "none" && failed === 0 && clients.includes(client),
    );
    const panels = Object.entries(TITLES).map(([issuance, title], i) => {
        const lines = clients.map((client, c) => {
            const points = shown
                .filter((row) => row.client === client && String(row.issuance) === issuance)
                .sort((one, other) => one.n - other.n)
                .map(({ n, ratio }) => `${x(n)},${y(ratio)}`);
            return `<polyline points="${points.join(" ")}" fill="none" stroke="${COLORS[c % COLORS.length]}" stroke-width="2"/>`;
        });
        const axes = [
            ...DOMAINS.map((n) => text(`x="${x(n)}" y="${HEIGHT + 16}"`, n, 'text-anchor="middle"')),
            ...RATIOS.map((ratio) => text(`x="-6" y="${y(ratio) + 4}"`, ratio, 'text-anchor="end"')),
            `<path d="M0 0V${HEIGHT}H${WIDTH}" fill="none" stroke="#888"/>`,
            text(`x="${WIDTH / 2}" y="-10"`, title, 'text-anchor="middle" font-weight="bold"'),
            text(`x="${WIDTH / 2}" y="${HEIGHT + 34}"`, "domains", 'text-anchor="middle"'),
        ];
        return `<g transform="translate(${60 + i * (WIDTH + 60)} 40)">${[...axes, ...lines].join("")}</g>`;
    });
    const legend = clients.map((client, c) =>
        text(`x="${60 + 2 * (WIDTH + 60)}" y="${60 + 20 * c}"`, client, `fill="${COLORS[c % COLORS.length]}"`),
    );
    const ratio = text('transform="rotate(-90)" x="-170" y="16"', "time / physical limit", 'text-anchor="middle"');
    const size = `width="${60 + 2 * (WIDTH + 60) + 200}" height="${HEIGHT + 90}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>${ratio}${panels.join("")}${legend.join("")}</svg>`;
}
