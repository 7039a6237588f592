import { UserError } from "../../common/userError";
import { type Checked, type Fault, withoutUndefined } from "./inputs";
import { checkTimeouts } from "./timeouts";

/** The inputs with each property taken as its check takes it, and a fault for each that was refused, timeouts included. */
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

/** Arguments of a look-up that cannot be used. */
class InvalidArgumentsError extends UserError {
    override readonly name = "InvalidArgumentsError";
}

/** Names all arguments that cannot be used. */
export function refuseFaults(faults: Fault[]): void {
    if (faults.length === 0) return;
    throw new InvalidArgumentsError(faults.map(({ property, reason }) => `${property} ${reason}`).join("; "));
}
