import { formatDuration } from "../../common/clock";
import type { Context } from "../shared/context";
import { type Checked, UNKNOWN } from "../shared/inputs";
import { idOf } from "../shared/resourceId";
import { subjectOf } from "./checkCertificate";

const DAY_MS = 24 * 3_600_000;
/** EdgeOne renews 15 days before expiry: one day of grace avoids false alarms. */
const DEFAULT_WARN_DAYS = 14;

export function checkWarnDays(value: unknown): Checked {
    if (value === undefined || value === null || value === UNKNOWN) return { value };
    const fine = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 90;
    return fine ? { value } : { reason: "must be a whole number of days from 0 (never warn) to 90" };
}

/** Warns once per run of each certificate that should have been renewed by now. */
export class ExpiryWatch {
    private readonly warned = new Set<string>();

    constructor(private readonly context: Context) {}

    /** One line for all due certificates of a zone, however many. */
    async watch(
        zoneId: string,
        expireTimes: Iterable<[domain: string, expireTime: string]>,
        warnDays: number = DEFAULT_WARN_DAYS,
    ): Promise<void> {
        const now = this.context.clock.now();
        const due: [domain: string, lapse: string][] = [];
        for (const [domain, expireTime] of expireTimes) {
            const lapse = lapseOf(expireTime, now, warnDays);
            const id = idOf({ zoneId, domain });
            if (!lapse || this.warned.has(id)) continue;
            this.warned.add(id);
            due.push([domain, lapse]);
        }
        if (due.length > 0) await this.context.log.warn(warning(zoneId, due));
    }
}

/** When a certificate expires, if it should have been renewed by now. */
function lapseOf(expireTime: string, now: number, warnDays: number): string | undefined {
    const left = Date.parse(expireTime) - now;
    if (warnDays === 0 || Number.isNaN(left) || left >= warnDays * DAY_MS) return undefined;
    const when = left <= 0 ? `expired ${formatDays(-left)} ago` : `expires in ${formatDays(left)}`;
    return `${when}, at ${expireTime}`;
}

function warning(zoneId: string, due: [domain: string, lapse: string][]): string {
    const [[domain, lapse]] = due as [[string, string]];
    const what =
        due.length === 1
            ? `${subjectOf({ zoneId, domain })} ${lapse}`
            : `${due.length} free certificates of ${zoneId} are near or past their expiry: ${due.map((one) => one.join(" ")).join("; ")}`;
    return [
        `${what}, according to the last check. EdgeOne renews a free certificate 15 days before it expires.`,
        "If `pulumi refresh` finds no later expiry, the renewal is failing: most likely the DNS record or the file that",
        "proves control of the domain was removed. Publish it again, and check the host in the EdgeOne console.",
    ].join(" ");
}

function formatDays(ms: number): string {
    const days = Math.floor(ms / DAY_MS);
    if (days === 0) return formatDuration(ms);
    return days === 1 ? "1 day" : `${days} days`;
}
