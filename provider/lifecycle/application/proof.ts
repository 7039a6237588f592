import type { FreeCertificateApplication, VerificationMethod } from "../../api/actions";
import { reasonOf } from "../../api/errors";
import { comparableName } from "../../common/domainName";
import { done, notYet, type PollResult } from "../../waiting/pollResult";
import type { DnsVerification, FileVerification } from "../shared/proof";

/** The record or file to publish. */
export type Proof = { dnsVerification: DnsVerification } | { fileVerification: FileVerification };

/** The proof in an answer, if it is complete and of the requested method. */
export function proofOf(
    domain: string,
    method: VerificationMethod,
    answer: FreeCertificateApplication,
): PollResult<Proof> {
    const { dns, file, requestId } = answer;
    if (method === "dns_challenge" && dns?.subdomain && dns.recordValue) {
        // The vendor's own example swaps the two. A name begins with an underscore.
        const swapped = dns.recordValue.startsWith("_") && !dns.subdomain.startsWith("_");
        const [name, recordValue] = swapped ? [dns.recordValue, dns.subdomain] : [dns.subdomain, dns.recordValue];
        const recordType = dns.recordType ?? "CNAME";
        return done({ dnsVerification: { ...recordName(name, domain), recordType, recordValue } });
    }
    if (method === "http_challenge" && file?.path && file.content) {
        const path = file.path.startsWith("/") ? file.path : `/${file.path}`;
        return done({ fileVerification: { path, content: file.content, url: `http://${domain}${path}` } });
    }
    return notYet(
        reasonOf({
            kind: "unknown",
            code: "IncompleteAnswer",
            message: `ApplyFreeCertificate succeeded, but its answer has no complete proof for ${method}`,
            requestId,
            advice: "Check the application in the EdgeOne console, and report the RequestId to Tencent Cloud support.",
        }),
    );
}

/**
 * The relative and the full name of a record, from either form. A relative name ends with the first labels of the domain
 * (`_dnsauth.www` for `www.example.com`): the remaining labels are the DNS zone.
 */
export function recordName(answered: string, domain: string): Pick<DnsVerification, "subdomain" | "fqdn"> {
    const name = comparableName(answered);
    const labels = domain.replace(/^\*\./, "").split(".");
    const zone = registrableDomain(domain);
    if (name.endsWith(`.${zone}`)) return { subdomain: name.slice(0, -zone.length - 1), fqdn: name };
    for (let own = labels.length - 1; own > 0; own--) {
        if (!name.endsWith(`.${labels.slice(0, own).join(".")}`)) continue;
        return { subdomain: name, fqdn: `${name}.${labels.slice(own).join(".")}` };
    }
    return { subdomain: name, fqdn: `${name}.${labels.join(".")}` };
}

/** The domain that was registered, by the public suffix list: `example.com.cn` of `www.example.com.cn`. */
function registrableDomain(domain: string): string {
    const { getDomain } = require("tldts") as typeof import("tldts");
    return getDomain(domain.replace(/^\*\./, "")) ?? domain.split(".").slice(-2).join(".");
}
