import type { Finding } from "../../diagnosis";

/** What may be shown of one round after the other: a leading finding takes the place of another one only when two rounds in a row agree on it. */
export class SteadyFindings {
    private shown: readonly Finding[] = [];
    private doubted: string | undefined;
    private begun = false;

    /** Takes the findings of a round, the leading one first, and gives those to show. */
    add(findings: readonly Finding[]): readonly Finding[] {
        // That nothing was found is to be agreed on like any other finding.
        const id = findings[0]?.id ?? "";
        const isSettled = !this.begun || id === this.shown[0]?.id || id === "allRight" || id === this.doubted;
        this.begun = true;
        this.doubted = isSettled ? undefined : id;
        if (isSettled) this.shown = findings;
        return this.shown;
    }
}
