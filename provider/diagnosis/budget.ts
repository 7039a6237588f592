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

    /** Whether that many questions more may be asked. */
    hasDatagrams(count: number): boolean {
        return !this.signal.aborted && this.datagrams >= count;
    }
}
