import type { Resolver } from "../../common/resolvers";
import { type Asked, type AskOptions, ask } from "../dns/ask";
import { evidenceOf } from "../dns/evidence";
import type { Finding } from "../finding";

/** Where the hosts of EdgeOne and of its Pages point. From samples: there may be others. */
const EDGE_ONE = /(^|\.)(eo\.dnse\d*\.com|dnsoe\d*\.com|edgeone\.app|edgeone\.site|eo\.dnse\d*\.cn)$/;

export const isHostOfEdgeOne = (target: string): boolean => EDGE_ONE.test(target);

export interface HostLook {
    who: string;
    asked: Asked;
}

/** Where the domain itself points. */
export async function lookAtHost(domain: string, { label, server }: Resolver, options: AskOptions): Promise<HostLook> {
    return { who: label, asked: await ask(server, { name: domain, type: "A", recursive: true }, options) };
}

/**
 * The domain is not switched to EdgeOne. No mistake by itself, as a proof may be published before; but some accounts say that EdgeOne
 * issues only afterwards.
 */
export function judgeHost(domain: string, { who, asked }: HostLook): Finding[] {
    const { reply } = asked;
    if (reply?.code !== "NOERROR" && reply?.code !== "NXDOMAIN") return [];
    const targets = reply.answers.filter(({ type }) => type === "CNAME").map(({ value }) => value);
    if (targets.some(isHostOfEdgeOne)) return [];
    const [last] = reply.answers.slice(-1);
    const sentence = last
        ? {
              en: `${domain} points to ${last.value}, which does not look like EdgeOne's CNAME target: the host may not be switched to EdgeOne yet.`,
              zh: `${domain} 指向 ${last.value}，不像是 EdgeOne 的 CNAME 目标：该域名可能还没有切换到 EdgeOne。`,
          }
        : {
              en: `${domain} has no address and no CNAME: the host is not switched to EdgeOne yet.`,
              zh: `${domain} 没有任何解析记录：该域名还没有切换到 EdgeOne。`,
          };
    return [
        {
            id: "hostNotOnEdgeOne",
            severity: "information",
            sentence,
            advice: {
                en: `Point ${domain} to the CNAME target that the EdgeOne console shows for it.`,
                zh: `请将 ${domain} 的 CNAME 指向 EdgeOne 控制台显示的目标。`,
            },
            evidence: [evidenceOf(who, asked)],
            certain: false,
        },
    ];
}
