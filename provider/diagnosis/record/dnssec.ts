import { type Asked, type AskOptions, ask } from "../dns/ask";
import { evidenceOf } from "../dns/evidence";
import type { Finding } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import type { View } from "./view";

/** What a resolver that fails answers when it does not check DNSSEC. */
export interface Unchecked {
    resolver: View;
    asked: Asked;
}

export async function askUnchecked(
    name: string,
    resolvers: readonly View[],
    options: AskOptions,
): Promise<Unchecked | undefined> {
    const resolver = resolvers.find((view) => view.kind === "failed" && view.asked.reply?.code === "SERVFAIL");
    if (!resolver) return undefined;
    const asked = await ask(resolver.server, { name, type: "CNAME", recursive: true, unchecked: true }, options);
    return { resolver, asked };
}

/** Resolvers that fail: by DNSSEC, if they answer once they do not check it. */
export function failingResolvers({ probes: { unchecked }, resolvers, wanted, deciding }: RecordLook): Finding[] {
    if (!unchecked) return [];
    const { resolver, asked } = unchecked;
    const code = asked.reply?.code;
    const evidence = [evidenceOf(resolver.who, resolver.asked), evidenceOf(`${resolver.who}, without DNSSEC`, asked)];
    if (code === "NOERROR" || code === "NXDOMAIN") {
        const { reason } = resolver.asked.reply ?? {};
        const why = reason ? ` (${reason.code}${reason.text ? `: ${reason.text}` : ""})` : "";
        return [
            {
                id: "dnssec",
                severity: "fatal",
                sentence: {
                    en: `DNSSEC validation of ${wanted.name} fails${why}: resolvers such as ${resolver.who} refuse the answer.`,
                    zh: `${wanted.name} 的 DNSSEC 校验失败${why}：${resolver.who} 等解析器拒绝应答。`,
                },
                advice: {
                    en: `Correct the DS record of ${wanted.registered} at the registrar, have the zone signed again, or turn DNSSEC off.`,
                    zh: `请在注册商处更正 ${wanted.registered} 的 DS 记录、重新签名，或关闭 DNSSEC。`,
                },
                evidence,
                certain: false,
            },
        ];
    }
    const failing = resolvers.filter(({ kind }) => kind === "failed");
    // A reply that did not come says nothing, and one resolver of several that fails may do so by itself.
    if (!asked.reply || (deciding.length > 0 && failing.length < 2)) return [];
    const names = failing.map(({ who }) => who).join(", ");
    return [
        {
            id: "resolverFails",
            severity: "probable",
            sentence: {
                en: `Resolvers fail to look up ${wanted.name} (${names}: ${code}), also without DNSSEC: its name servers may not answer them.`,
                zh: `解析器无法查询 ${wanted.name}（${names}：${code}），与 DNSSEC 无关：权威服务器可能没有应答。`,
            },
            advice: {
                en: `See to the name servers of ${wanted.registered}, and to those that its registrar names.`,
                zh: `请检查 ${wanted.registered} 的权威服务器，以及注册商处的 NS 设置。`,
            },
            evidence,
            certain: false,
        },
    ];
}
