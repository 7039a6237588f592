import { parseResolver, type Resolver } from "../../common/resolvers";

/** The resolvers of a run: those that do not answer, or invent, make way for the others. */
export class ChosenResolvers {
    private readonly all: Resolver[];
    private readonly tried = new Set<Resolver>();

    constructor(
        texts: readonly string[],
        private readonly count: number,
    ) {
        const all = texts.flatMap((text) => parseResolver(text) ?? []);
        // One that is named twice is no second witness. If the machine's own is also named by its address, it counts as one of the others.
        this.all = [...new Map(all.map((resolver) => [JSON.stringify(resolver.server), resolver])).values()];
    }

    /** The machine's own last, as it decides last. */
    forRound(): Resolver[] {
        const chosen = this.all.slice(0, this.count).sort((a, b) => Number(a.own) - Number(b.own));
        for (const resolver of chosen) this.tried.add(resolver);
        return chosen;
    }

    learn(useless: readonly string[]): void {
        const isUseless = ({ label }: Resolver) => useless.includes(label);
        this.all.sort((a, b) => Number(isUseless(a)) - Number(isUseless(b)));
    }

    /** Whether none is left that has not been asked. */
    get allTried(): boolean {
        return this.tried.size === this.all.length;
    }
}
