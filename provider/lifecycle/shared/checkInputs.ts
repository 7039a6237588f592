import { UserError } from "../../common/userError";
import { type Checked, type Fault, withoutUndefined } from "./inputs";
import { checkTimeouts } from "./timeouts";

/** The inputs normalised by their checks, and a fault for each refused property, including timeouts. */
export function checkInputs(
    news: Record<string, unknown>,
    checks: Record<string, (value: unknown) => Checked | { faults: Fault[] }>,
): { inputs: Record<string, unknown>; failures: Fault[] } {
    const inputs = { ...news };
    const failures: Fault[] = [];
    for (const [property, check] of Object.entries(checks)) {
        const checked = check(news[property]);
        if ("value" in checked) inputs[property] = checked.value;
        else failures.push(...("faults" in checked ? checked.faults : [{ property, reason: checked.reason }]));
    }
    failures.push(...checkTimeouts(news.customTimeouts));
    return { inputs: withoutUndefined(inputs), failures };
}

/** Invalid arguments of a look-up. */
class InvalidArgumentsError extends UserError {
    override readonly name = "InvalidArgumentsError";
}

/** Throws an error that names all invalid arguments. */
export function refuseFaults(faults: Fault[]): void {
    if (faults.length === 0) return;
    throw new InvalidArgumentsError(faults.map(({ property, reason }) => `${property} ${reason}`).join("; "));
}
