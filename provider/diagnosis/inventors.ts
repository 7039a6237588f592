import { randomBytes } from "node:crypto";
import type { Resolver } from "../common/resolvers";
import { type Asked, type AskOptions, ask } from "./dns/ask";

/** For how long an answer counts. */
const KEPT_MS = 60_000;

/**
 * Which resolvers give an address for every name, as those of a captive portal and of some providers do: what they say of a host is worth
 * nothing. They show it by an address for a random name, that nobody has registered.
 */
export class Inventors {
    private readonly known = new Map<Resolver, { asked: Promise<Asked>; until: number }>();

    /** The invented answer; undefined where there is none, or nothing could be told. */
    async inventedBy(resolver: Resolver, options: AskOptions): Promise<Asked | undefined> {
        const now = options.now();
        let entry = this.known.get(resolver);
        if (!entry || entry.until <= now) {
            const name = `${randomBytes(8).toString("hex")}.com`;
            entry = {
                asked: ask(resolver.server, { name, type: "A", recursive: true }, options),
                until: now + KEPT_MS,
            };
            this.known.set(resolver, entry);
        }
        const asked = await entry.asked;
        // One that does not answer this is not known to invent; it would take as long in the next round.
        if (asked.failure === "notAsked") this.known.delete(resolver);
        return asked.reply?.answers.some(({ type }) => type === "A") ? asked : undefined;
    }
}
