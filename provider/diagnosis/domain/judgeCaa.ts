import { printable } from "../../common/text";
import { evidenceOf } from "../dns/evidence";
import { list } from "../dns/names";
import type { Evidence, Finding, Texts } from "../finding";
import type { Memory } from "../memory";
import { type CaaAnswers, type CaaLook, tellsCaa } from "./caa";

/**
 * Who may issue for EdgeOne: Let's Encrypt or TrustAsia, by the vendor (edgeone.ai/document/74135). TrustAsia's certificates have been
 * seen under roots of its own, of Sectigo (trust-provider.com) and of DigiCert. Which one issues is not told beforehand.
 */
const AUTHORITIES = [
    ["letsencrypt.org"],
    ["trustasia.com", "sectigo.com", "trust-provider.com", "digicert.com"],
] as const;
/** The tags that RFC 8659 and its successors define. Any other that is critical forbids. */
const KNOWN_TAGS = new Set(["issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"]);
const CRITICAL = 128;

/** The CAA records that count for a domain. */
interface Counting {
    /** The name that was asked for. */
    name: string;
    /** Whose they are: of the name, or of what it points to. */
    owner: string;
    records: { flags: number; tag: string; value: string }[];
    /** For what a certificate is to be issued. */
    subject: string;
    wildcard: boolean;
    evidence: Evidence[];
}

/** What the certificate authorities that EdgeOne uses make of it. */
export function judgeCaa({ domain, wildcard, names, isReached }: CaaLook, memory: Memory): Finding[] {
    const silentBefore = memory.caaSilentAt;
    memory.caaSilentAt = undefined;
    const subject = wildcard ? `*.${domain}` : domain;
    for (const asked of names) {
        const { name, answers } = asked;
        const told = answers.find(tellsCaa);
        if (!told && isReached && isSilence(asked)) memory.caaSilentAt = name;
        if (!told) return unreadable(asked, silentBefore === name && isReached);
        const all = (told.asked.reply?.answers ?? []).flatMap(({ name: owner, caa }) =>
            caa ? [{ owner, ...caa }] : [],
        );
        const [first] = all;
        if (!first) continue;
        const records = all.filter(({ owner }) => owner === first.owner);
        return judgeRecords({ name, owner: first.owner, records, subject, wildcard, evidence: evidenceIn(asked) });
    }
    return [];
}

const evidenceIn = ({ name, answers }: CaaAnswers): Evidence[] =>
    answers.map(({ who, asked }) => evidenceOf(`${who}, CAA ${name}`, asked));

/** Nobody answered. A resolver may need longer for what it does not know yet: so it is to be so twice. */
const isSilence = ({ answers }: CaaAnswers): boolean =>
    answers.length > 1 && answers.every(({ asked }) => asked.failure === "timeout");

function judgeRecords(counting: Counting): Finding[] {
    const { name, owner, records, subject, evidence } = counting;
    const at = owner === name ? name : `${owner}, to which ${name} points,`;
    const unknown = records.find(({ flags, tag }) => (flags & CRITICAL) !== 0 && !KNOWN_TAGS.has(tag.toLowerCase()));
    if (unknown) {
        const sentence = {
            en: `The CAA record of ${at} has the critical tag "${unknown.tag}", which certificate authorities do not know: none may issue for ${subject}.`,
            zh: `${owner} 的 CAA 记录含有 CA 无法识别的关键（critical）标签 "${unknown.tag}"：任何 CA 都不能为 ${subject} 签发。`,
        };
        const advice = {
            en: `Remove the CAA record of ${owner} with the tag "${unknown.tag}", or set its flags to 0.`,
            zh: `请删除 ${owner} 的标签为 "${unknown.tag}" 的 CAA 记录，或将其 flags 设为 0。`,
        };
        return [{ id: "caaForbids", severity: "fatal", sentence, advice, evidence, certain: false }];
    }
    return judgeIssuers(counting, at);
}

/** The records that name who may issue, by their tag; undefined for no limit. */
function issuersOf({ records, wildcard }: Counting) {
    const withTag = (tag: string) => records.filter((record) => record.tag.toLowerCase() === tag);
    const tag = wildcard && withTag("issuewild").length > 0 ? "issuewild" : "issue";
    const issuers = withTag(tag).map(({ value }) => {
        const [issuer = "", ...conditions] = value.split(";");
        return { issuer: issuer.trim().toLowerCase(), conditions: printable(conditions.join(";").trim(), 80) };
    });
    return issuers.length > 0 ? { tag, issuers: issuers.filter(({ issuer }) => issuer !== "") } : undefined;
}

function judgeIssuers(counting: Counting, at: string): Finding[] {
    const { owner, subject, evidence } = counting;
    const counted = issuersOf(counting);
    if (!counted) return [];
    const { tag, issuers } = counted;
    const permits = (ids: readonly string[], all = issuers) => all.some(({ issuer }) => ids.includes(issuer));
    const free = issuers.filter(({ conditions }) => conditions === "");
    const lacking = AUTHORITIES.filter((ids) => !permits(ids, free));
    if (lacking.length === 0) return [];
    const advice = adviceFor(counting, tag, lacking);
    const finding = (id: "caaForbids" | "caaMayForbid", sentence: Texts): Finding[] => {
        const severity = id === "caaForbids" ? "fatal" : "information";
        return [{ id, severity, sentence, advice, evidence, certain: false }];
    };
    const names = list(issuers.map(({ issuer }) => issuer));
    const only = names
        ? { en: `only ${names}`, zh: `只允许 ${names}` }
        : { en: "no certificate authority", zh: "不允许任何 CA" };
    const permitted = AUTHORITIES.filter((ids) => permits(ids));
    if (permitted.length === AUTHORITIES.length) {
        const limits = list(
            issuers.flatMap(({ issuer, conditions }) => (conditions ? [`${issuer}; ${conditions}`] : [])),
        );
        return finding("caaMayForbid", {
            en: `The CAA record of ${at} sets conditions for ${subject} (${limits}): whether EdgeOne meets them is not known, so it may forbid the authority that is to issue.`,
            zh: `${owner} 的 CAA 记录为 ${subject} 的签发设置了条件（${limits}）：EdgeOne 是否满足尚不清楚，可能被其禁止。`,
        });
    }
    if (permitted.length > 0) {
        return finding("caaMayForbid", {
            en: `The CAA record of ${at} permits ${only.en} for ${subject}: EdgeOne uses either TrustAsia or Let's Encrypt, so it may forbid the one that is to issue.`,
            zh: `${owner} 的 CAA 记录${only.zh} 为 ${subject} 签发：EdgeOne 使用 TrustAsia 或 Let's Encrypt，可能被其禁止。`,
        });
    }
    return finding("caaForbids", {
        en: `The CAA record of ${at} permits ${only.en} to issue for ${subject}; EdgeOne's certificates come from TrustAsia or Let's Encrypt.`,
        zh: `${owner} 的 CAA 记录${only.zh} 为 ${subject} 签发，而 EdgeOne 的证书由 TrustAsia 或 Let's Encrypt 签发。`,
    });
}

/** The records to add. What a name points to may be another's, as with pages at a hoster. */
function adviceFor({ name, owner }: Counting, tag: string, lacking: readonly (readonly string[])[]): Texts {
    const records = lacking.map(([authority]) => `${owner} CAA 0 ${tag} "${authority}"`);
    const add = { en: records.join(" and "), zh: records.join(" 和 ") };
    if (owner === name) {
        return {
            en: `Add: ${add.en}; or remove the CAA records of ${owner}.`,
            zh: `请添加：${add.zh}；或删除 ${owner} 的 CAA 记录。`,
        };
    }
    return {
        en: `Point ${name} to the CNAME target that the EdgeOne console shows for it, as the CAA records of its target count; or, if ${owner} is yours, add: ${add.en}.`,
        zh: `请将 ${name} 的 CNAME 指向 EdgeOne 控制台显示的目标（以其目标的 CAA 记录为准）；若 ${owner} 属于您，也可添加：${add.zh}。`,
    };
}

function unreadable(asked: CaaAnswers, wasSilent: boolean): Finding[] {
    const { name, answers } = asked;
    const failing = answers.filter((answer) => answer.asked.reply || answer.asked.failure === "timeout");
    // One failing resolver is no more than that.
    if (failing.length < 2) return [];
    const code = failing.find((answer) => answer.asked.reply)?.asked.reply?.code;
    if (!code && !wasSilent && failing.length < 4) return [];
    return [
        {
            id: "caaUnreadable",
            severity: "probable",
            sentence: {
                en: `The CAA look-up of ${name} fails (${code ?? "no answer in time"}): a certificate authority must then refuse.`,
                zh: `${name} 的 CAA 查询失败（${code ?? "规定时间内无应答"}）：CA 此时必须拒绝签发。`,
            },
            advice: {
                en: `See to the name servers of ${name}: they must answer for CAA records too, with no record if there is none.`,
                zh: `请检查 ${name} 的权威服务器：对 CAA 查询也必须应答（没有则返回空结果）。`,
            },
            evidence: evidenceIn(asked),
            certain: false,
        },
    ];
}
