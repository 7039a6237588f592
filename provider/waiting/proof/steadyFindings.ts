import type { Finding } from "../../diagnosis";

/** Selects the findings to show: a leading finding replaces another only if two consecutive rounds agree on it. */
export class SteadyFindings {
    private shown: readonly Finding[] = [];
    private doubted: string | undefined;
    private begun = false;

    /** Adds the findings of a round, the leading one first, and returns those to show. */
    add(findings: readonly Finding[]): readonly Finding[] {
        // An empty round must be confirmed like any other finding.
        const id = findings[0]?.id ?? "";
        const isSettled = !this.begun || id === this.shown[0]?.id || id === "allRight" || id === this.doubted;
        this.begun = true;
        this.doubted = isSettled ? undefined : id;
        if (isSettled) this.shown = findings;
        return this.shown;
    }
}
