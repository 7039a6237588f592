import type { Asked } from "../dns/ask";
import type { Evidence, Finding } from "../finding";

/** The domain that is registered, such as `example.com` for `www.example.com`. */
export function registeredDomain(domain: string): string {
    // With the first diagnosis: the list of public suffixes is big, and most runs look at nothing.
    const { getDomain } = require("tldts") as typeof import("tldts");
    return getDomain(domain, { allowPrivateDomains: false }) ?? domain;
}

/**
 * Whether the zone above a registered domain, that of the registry, says that there is no such domain. Behind an alias it says so of
 * the alias's target.
 */
export function isAbsentAtRegistry(registered: string, { reply }: Asked): boolean {
    if (reply?.code !== "NXDOMAIN" || reply.answers.length > 0) return false;
    return reply.authorities.some((record) => record.type === "SOA" && registered.endsWith(`.${record.name}`));
}

export function domainUnregistered(registered: string, evidence: Evidence[]): Finding {
    return {
        id: "domainUnregistered",
        severity: "fatal",
        sentence: {
            en: `${registered} does not exist in DNS: it is not registered, has expired, or is on hold.`,
            zh: `${registered} 在 DNS 中不存在：未注册、已过期或被锁定（例如未完成实名认证）。`,
        },
        advice: {
            en: `See to ${registered} at its registrar.`,
            zh: `请在域名注册商处处理 ${registered}。`,
        },
        evidence,
        certain: false,
    };
}
