import type { Fault } from "../lifecycle/shared/inputs";

/**
 * A fault of an input as the engine is told of it. The engine prints the value of a property that it refuses, of a secret one too, and `<nil>` for
 * what is nested: in both cases it is told of no property, and the reason names it. Nor does a reason quote a value beside a secret.
 */
export function shownFault({ property, reason, secretReason = reason }: Fault, secrets: ReadonlySet<string>): Fault {
    const [key = ""] = property.split(/[.[]/);
    const said = secrets.size > 0 ? secretReason : reason;
    if (key === property && !secrets.has(key)) return { property, reason: said };
    // The keys of a secret map are secret, too.
    const path = secrets.has(key) ? property.replace(/\[".*"\]/s, "[...]") : property;
    return { property: "", reason: `${path} ${said}` };
}
