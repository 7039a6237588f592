import { printable } from "../../common/text";
import { evidenceOf } from "../dns/evidence";
import type { Evidence, Finding, FindingId, Severity, Texts } from "../finding";
import type { FileLook } from "./lookAtFile";

/** A finding of a file, with all that was seen of it. */
export function fileFinding(
    look: FileLook,
    id: FindingId,
    severity: Severity,
    sentence: Texts,
    advice?: Texts,
): Finding {
    return { id, severity, sentence, advice, evidence: evidenceIn(look), certain: false };
}

export function evidenceIn({ answers, fetched }: FileLook): Evidence[] {
    const hops = fetched.flatMap(({ address, hops: all }) =>
        all.map(({ url, got }) => ({
            who: `${address}, GET ${printable(url, 120)}`,
            what: got.status
                ? `${got.status}, ${printable(got.headers["content-type"] ?? "no type", 60)}`
                : String(got.failure),
            when: got.when,
        })),
    );
    const told = answers.flatMap(({ resolver, asked, invented: made }) =>
        [...asked, made ?? []].flat().map((one) => evidenceOf(resolver.label, one)),
    );
    return [...told, ...hops];
}
