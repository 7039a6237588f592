import type { Finding, FindingId } from "../../../../provider/diagnosis";

/** A finding as the diagnosis of a real server would give it. */
export function finding(id: FindingId, fields: Partial<Finding> = {}): Finding {
    return {
        id,
        severity: "fatal",
        sentence: { en: `There is ${id}.`, zh: `有 ${id}。` },
        evidence: [{ who: "a.ns.example (192.0.2.1)", what: "NXDOMAIN", when: Date.parse("2026-11-23T01:02:03Z") }],
        certain: false,
        ...fields,
    };
}

const advice = {
    en: "Add the record: _dnsauth.www.example.com CNAME www.example.com.eoacme0.com",
    zh: "请添加记录：_dnsauth.www.example.com CNAME www.example.com.eoacme0.com",
};

export const missing = finding("recordMissing", { certain: true, advice });
export const wrong = finding("wrongValue", { certain: true, advice });
export const right = finding("allRight", { severity: "information" });
