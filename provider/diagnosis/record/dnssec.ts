import { type Asked, type AskOptions, ask } from "../dns/ask";
import { evidenceOf } from "../dns/evidence";
import { list } from "../dns/names";
import type { Finding } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import { adviceForOwnZone } from "./ownZone";
import type { View } from "./view";

/** What resolvers that fail answer when they do not check DNSSEC. */
export type Unchecked = { resolver: View; asked: Asked }[];

/** The extended errors that are about DNSSEC (RFC 8914), from "DNSSEC Bogus" to "NSEC Missing", and "Signature Expired before Valid". */
const BOGUS: ReadonlySet<number> = new Set([6, 7, 8, 9, 10, 11, 12, 25]);
const OTHER_ERROR = 0;

/** Asks two: one may fail by itself, and have recovered by then. */
export function askUnchecked(name: string, resolvers: readonly View[], options: AskOptions): Promise<Unchecked> {
    const failing = resolvers.filter((view) => view.kind === "failed" && view.asked.reply?.code === "SERVFAIL");
    return Promise.all(
        failing.slice(0, 2).map(async (resolver) => {
            const question = { name, type: "CNAME", recursive: true, unchecked: true } as const;
            return { resolver, asked: await ask(resolver.server, question, options) };
        }),
    );
}

/** Resolvers that fail: by DNSSEC, if they answer once they do not check it. */
export function failingResolvers(look: RecordLook): Finding[] {
    const { probes, resolvers, wanted, deciding, delegatedAt } = look;
    const { unchecked } = probes;
    const answering = unchecked.filter(
        ({ asked: { reply } }) => reply?.code === "NOERROR" || reply?.code === "NXDOMAIN",
    );
    const evidence = unchecked.flatMap(({ resolver, asked }) => [
        evidenceOf(resolver.who, resolver.asked),
        evidenceOf(`${resolver.who}, without DNSSEC`, asked),
    ]);
    const reasonOf = ({ resolver }: Unchecked[number]) => resolver.asked.reply?.reason;
    const bogus = answering.find((one) => BOGUS.has(reasonOf(one)?.code ?? OTHER_ERROR));
    // One that names another reason, such as servers out of its reach, may only have recovered.
    const unexplained = answering.filter((one) => (reasonOf(one)?.code ?? OTHER_ERROR) === OTHER_ERROR);
    const shown = bogus ?? unexplained[0];
    if (shown) {
        const isSure = bogus !== undefined || unexplained.length > 1;
        const reason = reasonOf(shown);
        const why = reason ? ` (${reason.code}${reason.text ? `: ${reason.text}` : ""})` : "";
        const { who } = shown.resolver;
        const below = delegatedAt
            ? {
                  en: `${delegatedAt.name} in the zone ${delegatedAt.parent}, or that of `,
                  zh: `在 ${delegatedAt.parent} 中更正 ${delegatedAt.name} 的 DS 记录，或`,
              }
            : { en: "", zh: "" };
        return [
            {
                id: "dnssec",
                severity: isSure ? "fatal" : "probable",
                sentence: isSure
                    ? {
                          en: `DNSSEC validation of ${wanted.name} fails${why}: resolvers such as ${who} refuse the answer.`,
                          zh: `${wanted.name} 的 DNSSEC 校验失败${why}：${who} 等解析器拒绝应答。`,
                      }
                    : {
                          en: `DNSSEC validation of ${wanted.name} may fail${why}: ${who} fails, and answers when asked without it.`,
                          zh: `${wanted.name} 的 DNSSEC 校验可能失败${why}：${who} 查询失败，不校验时则有应答。`,
                      },
                advice: {
                    en: `Correct the DS record of ${below.en}${wanted.registered} at the registrar, have the zone signed again, or turn DNSSEC off.`,
                    zh: `请${below.zh}在注册商处更正 ${wanted.registered} 的 DS 记录、重新签名，或关闭 DNSSEC。`,
                },
                evidence,
                certain: false,
            },
        ];
    }
    const [code] = unchecked.flatMap(({ asked: { reply } }) => (reply ? [reply.code] : []));
    const failing = resolvers.filter(({ kind }) => kind === "failed");
    // A reply that did not come says nothing, and one resolver of several that fails may do so by itself.
    if (code === undefined || answering.length > 0 || (deciding.length > 0 && failing.length < 2)) return [];
    const names = failing.map(({ who }) => who).join(", ");
    const nameServers = look.zone.kind === "found" ? list(look.zone.names) : "";
    const whose = nameServers
        ? { en: `its name servers (${nameServers})`, zh: `其权威服务器（${nameServers}）` }
        : { en: "its name servers", zh: "其权威服务器" };
    return [
        {
            id: "resolverFails",
            severity: "probable",
            sentence: {
                en: `Resolvers fail to look up ${wanted.name} (${names}: ${code}), also without DNSSEC: ${whose.en} may not answer them.`,
                zh: `解析器无法查询 ${wanted.name}（${names}：${code}），与 DNSSEC 无关：${whose.zh}可能没有应答。`,
            },
            advice:
                adviceForOwnZone(look) ??
                (delegatedAt
                    ? {
                          en: `See to the name servers of ${delegatedAt.name}, and to its NS records in the zone ${delegatedAt.parent}.`,
                          zh: `请检查 ${delegatedAt.name} 的权威服务器，以及 ${delegatedAt.parent} 中的 NS 记录。`,
                      }
                    : {
                          en: `See to the name servers of ${wanted.registered}, and to those that its registrar names.`,
                          zh: `请检查 ${wanted.registered} 的权威服务器，以及注册商处的 NS 设置。`,
                      }),
            evidence,
            certain: false,
        },
    ];
}
