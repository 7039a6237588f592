import type { Api } from "../api/api";
import type { SimulatedDomain } from "../certificates/domain";
import type { DomainListing } from "../certificates/domains";
import { isRecord, oneOf, SimulatorError } from "../checks";

// biome-ignore lint/suspicious/noExplicitAny: what came over HTTP; the methods check it.
type Fields = Record<string, any>;

/** What a control request may do to a domain: the methods of SimulatedDomain, which check their fields themselves. */
const CHANGES: Readonly<Record<string, (domain: SimulatedDomain, fields: Fields) => SimulatedDomain>> = {
    apply: (domain, fields) => domain.pending(fields),
    pending: (domain, fields) => domain.pending(fields),
    issue: (domain, fields) => domain.issue(fields),
    issueAfter: (domain, { ms, ...fields }) => domain.issueAfter(ms, fields),
    expire: (domain) => domain.expire(),
    renew: (domain, fields) => domain.renew(fields),
    remove: (domain) => domain.remove(),
    answer: (domain, { response }) => domain.answer(response),
};
const KNOWN = oneOf(...Object.keys(CHANGES));

/** Does `{ zoneId, domain, do, ... }`, e.g. `{ ..., "do": "issueAfter", "ms": 20000, "from": "firstCheck" }`. */
export function changeDomain(api: Api, input: unknown): DomainListing {
    if (!isRecord(input)) {
        throw new SimulatorError("body", "must be an object");
    }
    const { zoneId, domain: name, do: change, ...fields } = input;
    const problem = KNOWN(change);
    if (problem !== undefined) {
        throw new SimulatorError("do", problem);
    }
    const domain = api.domain(zoneId, name);
    CHANGES[change as string]?.(domain, fields);
    return { zoneId: domain.zoneId, domain: domain.domain, state: domain.state };
}
