import type { Api } from "../api/api";
import type { SimulatedDomain } from "../certificates/domain";
import type { CertificateFields, DomainListing, PendingReason } from "../certificates/state";
import { type Changes, readChange, taking } from "./change";

type Fields = PendingReason &
    CertificateFields & { ms: number; from?: "now" | "firstCheck"; response: Readonly<Record<string, unknown>> };

const CHANGES: Changes<SimulatedDomain, Fields> = {
    apply: (domain, fields) => domain.pending(fields),
    pending: (domain, fields) => domain.pending(fields),
    issue: (domain, fields) => domain.issue(fields),
    issueAfter: (domain, { ms, ...fields }) => domain.issueAfter(ms, fields),
    expire: taking([], (domain) => domain.expire()),
    renew: (domain, fields) => domain.renew(fields),
    remove: taking([], (domain) => domain.remove()),
    release: taking([], (domain) => domain.release()),
    answer: taking(["response"], (domain, { response }) => domain.answer(response)),
};

/** Does `{ zoneId, domain, do, ... }`, e.g. `{ ..., "do": "issueAfter", "ms": 20000, "from": "firstCheck" }`. */
export function changeDomain(api: Api, input: unknown): DomainListing {
    const { fields, change } = readChange(CHANGES, input);
    const { zoneId, domain: name, ...others } = fields as Fields & { zoneId: string; domain: string };
    const domain = change(api.domain(zoneId, name), others);
    return { zoneId: domain.zoneId, domain: domain.domain, state: domain.state };
}
