import { isLoopback, type Resolver } from "../../common/resolvers";
import { isFakeAddress, isReservedAddress } from "../addresses";
import { type Asked, type AskOptions, ask } from "../dns/ask";
import { canBeAsked } from "../dns/names";
import type { Inventors } from "../inventors";

export interface AddressAnswer {
    resolver: Resolver;
    /** The look-ups of A and AAAA. */
    asked: Asked[];
    /** IPv4 first. */
    addresses: string[];
    /** What the resolver answers for a name that nobody has, if that is an address. */
    invented?: Asked | undefined;
}

export interface LookUpOptions extends AskOptions {
    inventors: Inventors;
}

/** The addresses of a host, as resolvers tell. */
export function lookUpAddresses(
    host: string,
    resolvers: readonly Resolver[],
    options: LookUpOptions,
): Promise<AddressAnswer[]> {
    if (!canBeAsked(host)) return Promise.resolve([]);
    return Promise.all(
        resolvers.map(async (resolver) => {
            const put = (type: "A" | "AAAA") => ask(resolver.server, { name: host, type, recursive: true }, options);
            const [invented, ...asked] = await Promise.all([
                options.inventors.inventedBy(resolver, options),
                put("A"),
                put("AAAA"),
            ]);
            const records = asked.flatMap(({ reply }) => reply?.answers ?? []);
            const addresses = records.filter(({ type }) => type === "A" || type === "AAAA").map(({ value }) => value);
            return { resolver, asked, addresses: [...new Set(addresses)], invented };
        }),
    );
}

/** Those whose word counts: none that invents addresses, and the machine's own resolver only where no other answers. */
export function whoTell(answers: readonly AddressAnswer[]): AddressAnswer[] {
    const telling = answers.filter(
        ({ asked, invented }) =>
            !invented && asked.some(({ reply }) => reply?.code === "NOERROR" || reply?.code === "NXDOMAIN"),
    );
    const others = telling.filter(({ resolver }) => !resolver.own);
    return others.length > 0 ? others : telling;
}

/** Whether some of those whose word counts do not give an address: others may be sent elsewhere. */
export function isDisputed(address: string, answers: readonly AddressAnswer[]): boolean {
    const real = whoTell(answers).filter(
        ({ resolver, addresses }) => addresses.length === 0 || !addresses.every((one) => isMadeUp(one, resolver)),
    );
    return !real.every(({ addresses }) => addresses.includes(address));
}

/** Whether an address is one that a proxy on this machine or network made up. One that came by https is what it is. */
export function isMadeUp(address: string, { server }: Resolver): boolean {
    return isFakeAddress(address) && "address" in server;
}

/** Whether nobody outside can reach an address. A resolver on this machine may speak of this machine, as in a test. */
export function isUnreachable(address: string, { server }: Resolver): boolean {
    const local = isLoopback("address" in server ? server.address : new URL(server.url).hostname);
    return isReservedAddress(address) && !(local && isLoopback(address));
}
