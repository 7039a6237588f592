import { formatDuration } from "../clock";
import { type Checked, UNKNOWN } from "./inputs";

const DAY_MS = 24 * 3_600_000;
/** The platform renews 15 days before: a day of grace makes this no false alarm. */
const DEFAULT_WARN_DAYS = 14;

export function checkWarnDays(value: unknown): Checked {
    if (value === undefined || value === null || value === UNKNOWN) return { value };
    const fine = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 90;
    return fine ? { value } : { reason: "must be a whole number of days from 0 (never warn) to 90" };
}

/** Why a certificate that should have been renewed by now was not, and what to look at; undefined while there is time. */
export function expiryWarning(
    subject: string,
    expireTime: string,
    now: number,
    warnDays: number = DEFAULT_WARN_DAYS,
): string | undefined {
    const left = Date.parse(expireTime) - now;
    if (Number.isNaN(left) || left >= warnDays * DAY_MS) return undefined;
    const when = left <= 0 ? `expired ${formatDays(-left)} ago` : `expires in ${formatDays(left)}`;
    return [
        `${subject} ${when}, at ${expireTime}, by what was seen last. EdgeOne renews a free certificate 15 days before that.`,
        "If `pulumi refresh` finds no later time, the renewal fails: most likely the DNS record or the file that delegates the",
        "verification was removed. Publish it again as the application asked for, and see the host in the EdgeOne console.",
    ].join(" ");
}

function formatDays(ms: number): string {
    const days = Math.floor(ms / DAY_MS);
    if (days === 0) return formatDuration(ms);
    return days === 1 ? "1 day" : `${days} days`;
}
