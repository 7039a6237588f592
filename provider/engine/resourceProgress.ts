import type { Clock } from "../common/clock";
import { Progress, type WaitName } from "../waiting/progress";
import type { WaitObserver } from "../waiting/waitOptions";
import type { EngineLog } from "./engineLog";

/** With more waiting resources, a line on each row is too much to read, above all in a log without a terminal. */
const MAX_ROWS = 10;

interface Row {
    progress: Progress;
    waits: number;
    shown: boolean;
}

/** Progress on the row of each resource while few wait; with more, one line for all on the row of the stack. */
export class ResourceProgress {
    private readonly rows = new Map<string, Row>();
    private readonly sum: Progress;
    private sumShown = false;
    private lastSent = Promise.resolve();

    constructor(
        private readonly clock: Clock,
        private readonly status: EngineLog["status"],
        private readonly urnOfCall: () => string | undefined,
    ) {
        this.sum = new Progress(clock, (line) => {
            if (this.isMany()) this.showSum(line);
        });
    }

    begin(name: WaitName): WaitObserver {
        const urn = this.urnOfCall() ?? "";
        const row = this.rows.get(urn) ?? this.addRow(urn);
        row.waits++;
        const observers = [row.progress.begin(name), this.sum.begin(name)];
        return {
            seen: (reason, checks) => {
                for (const observer of observers) observer.seen(reason, checks);
            },
            found: (cause) => {
                for (const observer of observers) observer.found(cause);
            },
            ended: (succeeded) => {
                for (const observer of observers) observer.ended(succeeded);
                row.waits--;
                if (row.waits === 0) this.removeRow(urn, row);
            },
        };
    }

    /** Waits until the engine has received the last line: a row must be clear before the engine reports the resource as done. */
    async flush(): Promise<void> {
        await this.lastSent;
    }

    private isMany(): boolean {
        return this.rows.size > MAX_ROWS;
    }

    private addRow(urn: string): Row {
        const row: Row = {
            waits: 0,
            shown: false,
            progress: new Progress(this.clock, (line) => {
                if (!this.isMany()) this.showRow(urn, row, line);
            }),
        };
        this.rows.set(urn, row);
        if (this.rows.size === MAX_ROWS + 1) {
            for (const [other, each] of this.rows) this.showRow(other, each, "");
            this.sum.repeat();
        }
        return row;
    }

    private removeRow(urn: string, row: Row): void {
        this.rows.delete(urn);
        this.showRow(urn, row, "");
        if (this.rows.size !== MAX_ROWS) return;
        this.showSum("");
        for (const each of this.rows.values()) each.progress.repeat();
    }

    private showRow(urn: string, row: Row, line: string): void {
        if (line || row.shown) this.send(line, urn);
        row.shown = line !== "";
    }

    private showSum(line: string): void {
        if (line || this.sumShown) this.send(line);
        this.sumShown = line !== "";
    }

    private send(line: string, urn?: string): void {
        // One after the other: the engine handles requests side by side, and a row could be cleared before it is shown.
        this.lastSent = this.lastSent.then(() => this.status(line, urn));
    }
}
