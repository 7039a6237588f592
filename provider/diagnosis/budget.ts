/** More than any round beside a wait may ask. */
const MANY = 40;

/** What one round may send, and until when. */
export class Budget {
    private datagrams: number;
    private gets: number;

    constructor(
        { datagrams, gets }: { datagrams: number; gets: number },
        readonly signal: AbortSignal,
    ) {
        this.datagrams = datagrams;
        this.gets = gets;
    }

    /** Whether another DNS question may be asked; counts it. */
    takeDatagram(): boolean {
        return !this.signal.aborted && this.datagrams-- > 0;
    }

    /** Whether another GET may be sent; counts it. */
    takeGet(): boolean {
        return !this.signal.aborted && this.gets-- > 0;
    }

    /** Whether there is room for more than any round beside a wait may ask. */
    get isAmple(): boolean {
        return this.hasDatagrams(MANY);
    }

    /** Whether that many questions more may be asked. */
    hasDatagrams(count: number): boolean {
        return !this.signal.aborted && this.datagrams >= count;
    }
}
