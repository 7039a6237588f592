import type { Declared } from "./state";

/** What a domain is that no test has declared; see {@link SimulatorOptions.undeclared}. */
export type UndeclaredPolicy = "neverApplied" | "issued" | { readonly issueAfterMs: number };

/** What is assumed of a domain that nobody has declared, applied for or checked. */
export function assumedBy(policy: UndeclaredPolicy, now: number): Declared {
    if (policy === "neverApplied") {
        return { kind: "neverApplied" };
    }
    if (policy === "issued") {
        return { kind: "issued", at: now, certificate: {} };
    }
    return { kind: "pending", reason: {}, due: { afterMs: policy.issueAfterMs, certificate: {} } };
}
