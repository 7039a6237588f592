import build from "../build";
import { chart } from "./chart";
import { engineShare, engineShareTable } from "./engineShare";
import { ANY_TIME, loneRows, SHORTLY } from "./lone";
import { alone, CLIENTS, compare, ISSUANCES, OURS, type Row, SIZES } from "./matrix";
import { type OneUp, oneUp, oneUpTable } from "./oneUp";
import type { PeerName } from "./peers";
import { proofMissingTable } from "./proofMissing";
import { runReal } from "./real";
import { bySize, callsOf, csv, details, fill, loneTable, origin, ratioOf, write } from "./report";
import type { Issuance } from "./scenario";
import { setUp, setUpTable } from "./setUp";
import { severalProcesses, severalProcessesTable } from "./severalProcesses";
import { sharedQuota, sharedQuotaTable } from "./sharedQuota";
import { startUp, startUpTable } from "./startUp";

// `npm run bench` runs the comparison in virtual time; `npm run bench -- real`, `-- engine` and `-- start-up` by the real clock; `-- proof` in virtual time. Each writes its part of
// docs/benchmark.md and docs/schedule.md.

const say = (text: string) => process.stdout.write(`${text}\n`);

function collector(): { rows: Row[]; add: (row: Row) => void } {
    const rows: Row[] = [];
    const add = (row: Row) => {
        rows.push(row);
        const { client, n, issuance, trouble, ratio, calls, refused, failed } = row;
        say(
            `${client}, ${n} ${issuance}, ${trouble}: ${ratio.toFixed(3)} of the limit, ${calls} calls, ${refused} refused, ${failed} failed`,
        );
    };
    return { rows, add };
}

const TITLES: Record<(typeof ISSUANCES)[number], string> = {
    together: "All issued 20 s after the start",
    ownCheck: "Each issued 20 s after its own first check",
    staggered: "Issued one after the other, from 20 s to 140 s after the start",
    heavyTailed: "Log-uniform, from 5 s to 30 min after the start",
};

async function virtual(): Promise<void> {
    const { rows, add } = collector();
    await compare(add);
    await alone(add);
    const of = (issuance: Issuance, trouble = "none") =>
        rows.filter((row) => row.issuance === issuance && row.trouble === trouble);
    const parts = ISSUANCES.flatMap((issuance) => [
        `**${TITLES[issuance]}**`,
        bySize(of(issuance), CLIENTS, SIZES, ratioOf),
    ]);
    const faults = ISSUANCES.slice(0, 2).flatMap((issuance) => [
        `**${TITLES[issuance]}, with 5 % InternalError**`,
        bySize(of(issuance, "InternalError"), CLIENTS, SIZES, ratioOf),
    ]);
    const calls = ISSUANCES.flatMap((issuance) => [
        `**${TITLES[issuance]}**`,
        bySize(of(issuance), CLIENTS, SIZES, callsOf),
    ]);
    const source = origin("npm run bench");
    await fill("benchmark.md", "ratios", [source, ...parts, ...faults].join("\n\n"));
    await fill("benchmark.md", "calls", [source, ...calls].join("\n\n"));
    const three = [...of("together"), ...of("ownCheck")].filter(({ n }) => n === 300);
    await fill("benchmark.md", "details", [source, details(three)].join("\n\n"));
    const crowds = rows.filter(({ n }) => n >= 10_000);
    await fill("benchmark.md", "crowds", [source, details(crowds)].join("\n\n"));
    const several = severalProcessesTable(await severalProcesses());
    await fill("schedule.md", "several", [source, several].join("\n\n"));
    await write("benchmark.csv", csv(rows));
    await write("benchmark.svg", chart(rows, CLIENTS));
    await fill("schedule.md", "shortly", [source, loneTable(await loneRows(SHORTLY))].join("\n\n"));
    await fill("schedule.md", "anyTime", [source, loneTable(await loneRows(ANY_TIME))].join("\n\n"));
}

async function real(): Promise<void> {
    build();
    const { rows, add } = collector();
    const run = async (client: "ours" | PeerName, n: number, issuance: Issuance) => {
        const scenario = { n, issuance, trouble: "none" } as const;
        add({ client: client === "ours" ? OURS : client, ...scenario, ...(await runReal(client, scenario)) });
    };
    // One after the other: what runs beside it would be measured too.
    for (const n of SIZES) {
        for (const issuance of ["together", "ownCheck"] as const) await run("ours", n, issuance);
    }
    for (const n of [20, 100, 300]) {
        for (const client of CLIENTS.slice(1)) await run(client as PeerName, n, "together");
    }
    await fill("benchmark.md", "real", [origin("npm run bench -- real"), details(rows)].join("\n\n"));
}

async function engine(): Promise<void> {
    build();
    const source = origin("npm run bench -- engine");
    const sections: string[] = [source];
    const section = (title: string, rows: string) => {
        sections.push(`**${title}**`, rows);
        say(`${title}\n${rows}`);
    };
    section("One `up` of certificates that are issued already", engineShareTable(await engineShare(SIZES)));
    section("One set at the engine's default parallelism", setUpTable(await setUp([100, 1000])));
    const shared = [await sharedQuota([60, 60]), await sharedQuota([250, 250, 250, 250])];
    section("Several `up`s at once on one account", sharedQuotaTable(shared));
    await fill("benchmark.md", "engine", sections.join("\n\n"));
}

async function startingUp(): Promise<void> {
    build();
    const ups: OneUp[] = [];
    for (const latency of [0, 100]) ups.push(await oneUp(latency, ({ oursMs }) => oursMs.length >= 12));
    const parts = [origin("npm run bench -- start-up"), oneUpTable(ups), startUpTable(await startUp(8))];
    await fill("benchmark.md", "startUp", parts.join("\n\n"));
}

async function proof(): Promise<void> {
    const rows = await proofMissingTable();
    say(rows);
    await fill("schedule.md", "proof", [origin("npm run bench -- proof"), rows].join("\n\n"));
}

const modes: Record<string, () => Promise<void>> = { virtual, real, engine, proof, "start-up": startingUp };

async function main(): Promise<void> {
    const names = process.argv.slice(2);
    const unknown = names.find((name) => !(name in modes));
    if (unknown) throw new Error(`there is no mode "${unknown}": give some of ${Object.keys(modes).join(", ")}`);
    for (const name of names.length > 0 ? names : ["virtual"]) await modes[name]?.();
}

main().catch((error: Error) => {
    console.error(`The benchmark failed: ${error.stack}`);
    process.exitCode = 1;
});
