import type { Resolver } from "../../common/resolvers";
import { type Asked, type AskOptions, ask } from "../dns/ask";
import { evidenceOf } from "../dns/evidence";
import { ancestors, list } from "../dns/names";
import type { Finding, Texts } from "../finding";

/** The CAA look-ups of a domain and the names above it, from the domain upwards. */
export interface CaaLook {
    domain: string;
    wildcard: boolean;
    /** Of each name, what each resolver that was asked answered. */
    names: { name: string; answers: { who: string; asked: Asked }[] }[];
}

/**
 * Who may issue for EdgeOne: Let's Encrypt or TrustAsia, by the vendor (edgeone.ai/document/74135). TrustAsia's certificates have been
 * seen under roots of its own, of Sectigo (trust-provider.com) and of DigiCert. Which one issues is not told beforehand.
 */
const LETS_ENCRYPT = "letsencrypt.org";
const TRUST_ASIA = ["trustasia.com", "sectigo.com", "trust-provider.com", "digicert.com"];
/** The tags that RFC 8659 and its successors define. Any other that is critical forbids. */
const KNOWN_TAGS = new Set(["issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone"]);
const CRITICAL = 128;

/** Asks for the CAA records of a domain and of the names above it, as a certificate authority does. */
export async function lookAtCaa(
    { domain, registered, wildcard }: { domain: string; registered: string; wildcard: boolean },
    resolvers: readonly Resolver[],
    options: AskOptions,
): Promise<CaaLook> {
    const put = async ({ label, server }: Resolver, name: string) => ({
        who: label,
        asked: await ask(server, { name, type: "CAA", recursive: true }, options),
    });
    const names = await Promise.all(
        ancestors(domain, registered).map(async (name) => {
            const [first, second] = resolvers;
            if (!first) return { name, answers: [] };
            const answers = [await put(first, name)];
            // One resolver may fail by itself.
            if (second && answers[0]?.asked.reply?.code !== "NOERROR" && answers[0]?.asked.reply?.code !== "NXDOMAIN") {
                answers.push(await put(second, name));
            }
            return { name, answers };
        }),
    );
    return { domain, wildcard, names };
}

/** The names whose CAA records nobody told, as the round had asked enough or was over: they may forbid. */
function notLookedAt({ names }: CaaLook): string[] {
    const isAsked = ({ asked }: { asked: Asked }) => asked.failure !== "notAsked";
    return names.filter(({ answers }) => !answers.some(isAsked)).map(({ name }) => name);
}

/** The same as a sentence, if there are any. */
export function notLookedAtNote(look: CaaLook | undefined): Texts[] {
    const names = look ? list(notLookedAt(look)) : "";
    if (names === "") return [];
    return [
        {
            en: `Whether CAA records of ${names} forbid it was not looked at.`,
            zh: `未检查 ${names} 的 CAA 记录是否禁止签发。`,
        },
    ];
}

/** What the certificate authorities that EdgeOne uses make of it. */
export function judgeCaa({ domain, wildcard, names }: CaaLook): Finding[] {
    for (const { name, answers } of names) {
        const told = answers.find(({ asked }) => asked.reply?.code === "NOERROR" || asked.reply?.code === "NXDOMAIN");
        const evidence = answers.map(({ who, asked }) => evidenceOf(`${who}, CAA ${name}`, asked));
        if (!told) return unreadable(name, answers, evidence);
        const records = (told.asked.reply?.answers ?? []).flatMap(({ name: owner, caa }) =>
            caa ? [{ owner, ...caa }] : [],
        );
        const [first] = records;
        if (!first) continue;
        const at = first.owner === name ? name : `${first.owner}, to which ${name} points,`;
        const unknown = records.find(
            ({ flags, tag }) => (flags & CRITICAL) !== 0 && !KNOWN_TAGS.has(tag.toLowerCase()),
        );
        if (unknown) {
            return [
                caa("caaForbids", "fatal", evidence, {
                    en: `The CAA record of ${at} has the critical tag "${unknown.tag}", which certificate authorities do not know: none may issue for ${domain}.`,
                    zh: `${first.owner} 的 CAA 记录含有 CA 无法识别的关键（critical）标签 "${unknown.tag}"：任何 CA 都不能为 ${domain} 签发。`,
                }),
            ];
        }
        return judgeIssuers(at, first.owner, domain, issuersOf(records, wildcard), evidence);
    }
    return [];
}

/** The authorities that may issue; undefined for no limit. */
function issuersOf(records: readonly { tag: string; value: string }[], wildcard: boolean): string[] | undefined {
    const withTag = (tag: string) => records.filter((record) => record.tag.toLowerCase() === tag);
    const wild = withTag("issuewild");
    const counting = wildcard && wild.length > 0 ? wild : withTag("issue");
    if (counting.length === 0) return undefined;
    return counting
        .map(({ value }) => (value.split(";")[0] ?? "").trim().toLowerCase())
        .filter((issuer) => issuer !== "");
}

function judgeIssuers(
    at: string,
    owner: string,
    domain: string,
    issuers: readonly string[] | undefined,
    evidence: Finding["evidence"],
): Finding[] {
    if (!issuers) return [];
    const letsEncrypt = issuers.includes(LETS_ENCRYPT);
    const trustAsia = issuers.some((issuer) => TRUST_ASIA.includes(issuer));
    if (letsEncrypt && trustAsia) return [];
    const names = issuers.length > 0 ? list(issuers) : undefined;
    const only = {
        en: names ? `only ${names}` : "no certificate authority",
        zh: names ? `只允许 ${names}` : "不允许任何 CA",
    };
    if (letsEncrypt || trustAsia) {
        return [
            caa("caaMayForbid", "information", evidence, {
                en: `The CAA record of ${at} permits ${only.en} for ${domain}: EdgeOne uses either TrustAsia or Let's Encrypt, so it may forbid the one that is to issue.`,
                zh: `${owner} 的 CAA 记录${only.zh}为 ${domain} 签发：EdgeOne 使用 TrustAsia 或 Let's Encrypt，可能被其禁止。`,
            }),
        ];
    }
    return [
        caa("caaForbids", "fatal", evidence, {
            en: `The CAA record of ${at} permits ${only.en} to issue for ${domain}; EdgeOne's certificates come from TrustAsia or Let's Encrypt.`,
            zh: `${owner} 的 CAA 记录${only.zh}为 ${domain} 签发，而 EdgeOne 的证书由 TrustAsia 或 Let's Encrypt 签发。`,
        }),
    ];
}

function unreadable(
    name: string,
    answers: CaaLook["names"][number]["answers"],
    evidence: Finding["evidence"],
): Finding[] {
    const failing = answers.filter(({ asked }) => asked.reply || asked.failure === "timeout");
    // One failing resolver is no more than that, and two that are silent may only be out of reach.
    if (failing.length < 2 || !failing.some(({ asked }) => asked.reply)) return [];
    const code = failing.find(({ asked }) => asked.reply)?.asked.reply?.code;
    return [
        caa("caaUnreadable", "probable", evidence, {
            en: `The CAA look-up of ${name} fails (${code}): a certificate authority must then refuse.`,
            zh: `${name} 的 CAA 查询失败（${code}）：CA 此时必须拒绝签发。`,
        }),
    ];
}

function caa(
    id: Finding["id"],
    severity: Finding["severity"],
    evidence: Finding["evidence"],
    sentence: Finding["sentence"],
): Finding {
    const advice =
        id === "caaUnreadable"
            ? {
                  en: "See to the name servers: they must answer for CAA records too, with no record if there is none.",
                  zh: "请检查权威服务器：对 CAA 查询也必须应答（没有则返回空结果）。",
              }
            : {
                  en: `Add CAA records that permit letsencrypt.org and trustasia.com, or remove the CAA records.`,
                  zh: "请添加允许 letsencrypt.org 和 trustasia.com 的 CAA 记录，或删除 CAA 记录。",
              };
    return { id, severity, sentence, advice, evidence, certain: false };
}
