import type { Resolver } from "../../common/resolvers";
import { literalAddress } from "../addresses";
import { normalName } from "../dns/names";
import { type CaaLook, lookAtCaa } from "../domain/caa";
import { registeredDomain } from "../domain/registered";
import type { Proof } from "../proof";
import { type Got, get, type Target } from "./get";
import {
    type AddressAnswer,
    isMadeUp,
    isUnreachable,
    type LookUpOptions,
    lookUpAddresses,
    whoTell,
} from "./lookUpAddresses";

export interface FileOptions extends LookUpOptions {
    resolvers: readonly Resolver[];
    ports: { http: number; https: number };
    /** The addresses to ask first: of many, a round asks only some, and would else find now this and now that. */
    askFirst: readonly string[];
    /** How long a web server may take. */
    getTimeoutMs: number;
}

/** The file of a proof, and where it is to be found. */
export interface WantedFile {
    host: string;
    registered: string;
    path: string;
    content: string;
}

export function wantedFile({ domain, file }: Proof): WantedFile | undefined {
    return file && { host: normalName(domain), registered: registeredDomain(normalName(domain)), ...file };
}

/** One answer on the way to the file: the file's own URL, or one that it is redirected to. */
export interface Hop {
    url: string;
    got: Got;
}

export interface FileLook {
    wanted: WantedFile;
    answers: AddressAnswer[];
    /** The addresses by those whose word counts. */
    addresses: string[];
    reserved: string[];
    madeUp: string[];
    /** What each address that was asked answers, with the redirects that were followed. */
    fetched: { address: string; hops: [Hop, ...Hop[]] }[];
    caa?: CaaLook;
}

/** The redirects that are followed to show where they end. */
const MAX_REDIRECTS = 3;

/** Fetches the file from the addresses that resolvers tell, of each family first. */
export async function lookAtFile(wanted: WantedFile, options: FileOptions): Promise<FileLook> {
    const answers = await lookUpAddresses(wanted.host, options.resolvers, options);
    const telling = whoTell(answers);
    const told = telling.flatMap(({ resolver, addresses }) => addresses.map((address) => ({ address, resolver })));
    const madeUp = told.filter(({ address, resolver }) => isMadeUp(address, resolver));
    const reserved = told.filter(
        ({ address, resolver }) => isUnreachable(address, resolver) && !isMadeUp(address, resolver),
    );
    const open = told.filter((one) => !madeUp.includes(one) && !reserved.includes(one));
    const unique = (list: typeof told) => [...new Set(list.map(({ address }) => address))];
    const look: FileLook = {
        wanted,
        answers,
        addresses: unique(told),
        reserved: unique(reserved),
        madeUp: unique(madeUp),
        fetched: [],
    };
    const url = `http://${wanted.host}${wanted.path}`;
    const isFirst = (address: string) => Number(options.askFirst.includes(address));
    const inTurn = oneOfEachFamilyFirst(unique(open)).sort((a, b) => isFirst(b) - isFirst(a));
    for (const address of inTurn) {
        const target = { address, port: options.ports.http, secure: false, host: wanted.host, path: wanted.path };
        const first = { url, got: await get(target, { ...options, timeoutMs: options.getTimeoutMs }) };
        if (first.got.failure === "notAsked") break;
        look.fetched.push({ address, hops: [first, ...(await follow(first, target, telling[0]?.resolver, options))] });
    }
    if (look.fetched.length > 0) {
        look.caa = await lookAtCaa(
            { domain: wanted.host, registered: wanted.registered, wildcard: false },
            {
                resolvers: options.resolvers,
                answering: answers
                    .filter(({ asked }) => asked.some(({ reply }) => reply))
                    .map(({ resolver }) => resolver.label),
            },
            options,
        );
    }
    return look;
}

function oneOfEachFamilyFirst(addresses: readonly string[]): string[] {
    const six = addresses.filter((address) => address.includes(":"));
    const four = addresses.filter((address) => !address.includes(":"));
    return [...four.slice(0, 1), ...six.slice(0, 1), ...four.slice(1), ...six.slice(1)];
}

async function follow(
    first: Hop,
    target: Target,
    resolver: Resolver | undefined,
    options: FileOptions,
): Promise<Hop[]> {
    const hops: Hop[] = [];
    let last = first;
    while (hops.length < MAX_REDIRECTS && isRedirect(last.got)) {
        const next = redirectOf(last);
        if (!next || next.href === last.url || hops.some(({ url }) => url === next.href)) break;
        const host = next.hostname;
        const known = host === target.host ? [target.address] : await addressesOf(host, resolver, options);
        const other = known?.find((address) => resolver && !isUnreachable(address, resolver));
        if (other === undefined) {
            const failure = known && known.length > 0 ? "noHost" : "noAddress";
            if (known) hops.push({ url: next.href, got: { headers: {}, body: "", failure, when: options.now() } });
            break;
        }
        const secure = next.protocol === "https:";
        const port = next.port ? Number(next.port) : secure ? options.ports.https : options.ports.http;
        const path = next.pathname + next.search;
        const got = await get(
            { address: other, port, secure, host, path },
            { ...options, timeoutMs: options.getTimeoutMs },
        );
        if (got.failure === "notAsked") break;
        last = { url: next.href, got };
        hops.push(last);
    }
    return hops;
}

/** Undefined where nobody tells. */
async function addressesOf(
    host: string,
    resolver: Resolver | undefined,
    options: FileOptions,
): Promise<string[] | undefined> {
    const literal = literalAddress(host);
    if (literal) return [literal];
    const answers = await lookUpAddresses(host, resolver ? [resolver] : [], options);
    const telling = whoTell(answers);
    return telling.length > 0 ? telling.flatMap(({ addresses }) => addresses) : undefined;
}

export function isRedirect({ status = 0 }: Got): boolean {
    return status >= 300 && status < 400 && status !== 304;
}

/** Where a hop is redirected to; undefined for what is no address of the web. */
export function redirectOf({ url, got }: Hop): URL | undefined {
    const { location } = got.headers;
    if (location === undefined || !URL.canParse(location, url)) return undefined;
    const next = new URL(location, url);
    return next.protocol === "http:" || next.protocol === "https:" ? next : undefined;
}
