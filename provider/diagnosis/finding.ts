/** `fatal`: waiting does not help. `probable`: most likely to be mended by the user. `information`: nothing to do, or not certain. */
export type Severity = "fatal" | "probable" | "information";

/** A sentence in both languages. Names and values are the same in both. */
export interface Texts {
    en: string;
    zh: string;
}

/** Who answered what, and when. */
export interface Evidence {
    /** Such as `a.ns.example (192.0.2.1)`. */
    who: string;
    /** Such as `CNAME other.example.net, for 60 s`. Printable. */
    what: string;
    /** Milliseconds since the Unix epoch. */
    when: number;
}

/**
 * The catalogue, in the order in which one finding leads the others: what makes all others worthless, then the record or the file,
 * then its servers, then the certificate authority, then what needs nothing done. `docs/diagnosis.md` explains each.
 */
const CATALOGUE = [
    "cannotLook",
    "dnsIntercepted",
    "fakeAddresses",
    "domainUnregistered",
    "zoneElsewhere",
    "splitByRegion",
    "nameDoubled",
    "txtInsteadOfCname",
    "wildcardShadows",
    "flattened",
    "recordMissing",
    "severalCnames",
    "valueMalformed",
    "valueDoubled",
    "wrongValue",
    "serversDisagree",
    "allServersLame",
    "dnssec",
    "noAddress",
    "reservedAddress",
    "addressesDiffer",
    "staleFile",
    "fileIsPage",
    "fileMissing",
    "fileHasBom",
    "fileWrong",
    "redirected",
    "httpsOnHttpPort",
    "notReachable",
    "caaForbids",
    "caaUnreadable",
    "besideOtherData",
    "serverLame",
    "resolverFails",
    "notYetAtResolvers",
    "caaMayForbid",
    "allRight",
    "proofUnknown",
    "hostNotOnEdgeOne",
    "serverUnreachable",
    "authorityNotAsked",
    "challengeDelegated",
    "ownResolverDiffers",
] as const;

export type FindingId = (typeof CATALOGUE)[number];

/** One thing that was found out about a proof. */
export interface Finding {
    id: FindingId;
    severity: Severity;
    /** One line that says what is wrong. */
    sentence: Texts;
    /** What to do: the exact record to add, if there is one. */
    advice?: Texts;
    evidence: Evidence[];
    /**
     * Whether this may be acted on: the proof is not there as each name server of the zone says, none of them was left unasked, and no
     * resolver says otherwise. Never true for what was only seen from here.
     */
    certain: boolean;
}

/** What makes all other findings worthless leads them, whatever its severity. */
const VOIDING: ReadonlySet<FindingId> = new Set<FindingId>(["cannotLook", "dnsIntercepted", "fakeAddresses"]);

/** The leading one first: by the order of the catalogue, with those last that need nothing done. */
export function inOrder(findings: readonly Finding[]): Finding[] {
    const rank = ({ id, severity }: Finding) =>
        CATALOGUE.indexOf(id) + (severity === "information" && !VOIDING.has(id) ? CATALOGUE.length : 0);
    return [...findings].sort((a, b) => rank(a) - rank(b));
}
