import { formatChineseDuration, formatDuration } from "../../common/clock";
import { evidenceOf } from "../dns/evidence";
import { list } from "../dns/names";
import type { Finding } from "../finding";
import type { Memory } from "../memory";
import type { RecordLook } from "./lookAtRecord";
import { adviceForOwnZone } from "./ownZone";
import { shown, tells, type View } from "./view";
import { faultOf } from "./wanted";

/** For how long the servers of a zone may differ before it is more than a change on its way to all of them. */
const SPREADING_MS = 600_000;

/** The name servers do not say the same. */
export function serversDisagree(look: RecordLook, memory: Memory): Finding {
    const { deciding, wanted } = look;
    const now = deciding[0]?.asked.when ?? 0;
    memory.disagreeSince ??= now;
    const forMs = now - memory.disagreeSince;
    const lasting = forMs >= SPREADING_MS;
    const says = ({ who, value }: View) => ({
        en: `${who} says ${shown(value).en}`,
        zh: `${who} 为 ${shown(value).zh}`,
    });
    const told = [...new Map(deciding.map((view) => [view.value, view])).values()].slice(0, 3).map(says);
    const authority = deciding[0]?.role === "nameServer";
    const who = authority
        ? { en: `The name servers of ${look.delegatedAt?.name ?? wanted.registered}`, zh: "权威服务器" }
        : { en: "The resolvers", zh: "解析器" };
    const right = deciding.some(({ value }) => value !== undefined && faultOf(value, wanted) === undefined);
    const note = lasting
        ? { en: `, for ${formatDuration(forMs)} by now`, zh: `，已持续 ${formatChineseDuration(forMs)}` }
        : right
          ? { en: " (a change may still be on its way to all of them)", zh: "（修改可能仍在同步）" }
          : { en: "", zh: "" };
    const none =
        right || !wanted.known
            ? { en: "", zh: "" }
            : { en: `; none says ${wanted.value}`, zh: `；均不是 ${wanted.value}` };
    return {
        id: "serversDisagree",
        severity: !wanted.known ? "information" : lasting ? "fatal" : "probable",
        sentence: {
            en: `${who.en} do not agree on ${wanted.name}${note.en}: ${told.map(({ en }) => en).join("; ")}${none.en}.`,
            zh: `${who.zh}对 ${wanted.name} 的应答不一致${note.zh}：${told.map(({ zh }) => zh).join("；")}${none.zh}。`,
        },
        advice: {
            en: `All of them must say ${wanted.name} CNAME ${wanted.value}: if it stays so, update the ones that do not, or take them out of the zone's NS records.`,
            zh: `所有服务器都应为 ${wanted.name} CNAME ${wanted.value}：若持续不一致，请更新未同步的服务器，或将其从 NS 记录中移除。`,
        },
        evidence: deciding.map(({ who, asked }) => evidenceOf(who, asked)),
        certain: false,
    };
}

/** Name servers that are not the zone's, that have no address, or that do not answer from here. */
export function faultyServers(look: RecordLook): Finding[] {
    const { servers, zone, wanted } = look;
    if (zone.kind !== "found") return [];
    const findings: Finding[] = [];
    const lame = servers.filter(({ kind }) => kind === "lame");
    const all = lame.length > 0 && !servers.some(tells) && zone.withoutAddress.length === 0;
    if (lame.length > 0) {
        const codes = list(lame.map(({ asked }) => asked.reply?.code ?? ""));
        const names = list(lame.map(({ who }) => who));
        const code = codes === "NOERROR" ? { en: "not an authority", zh: "非权威应答" } : { en: codes, zh: codes };
        const does = lame.length > 1 ? "do" : "does";
        const others = list(
            look.resolvers.filter((view) => view.role === "resolver" && tells(view)).map(({ who }) => who),
        );
        // Whom name servers refuse is their choice: where resolvers get answers, it may be this machine alone.
        const here = all && codes === "REFUSED" && others !== "";
        findings.push({
            id: all ? "allServersLame" : "serverLame",
            severity: all && !here ? "fatal" : "probable",
            sentence: here
                ? {
                      en: `${names} ${lame.length > 1 ? "refuse" : "refuses"} to answer this machine for ${zone.apex} (REFUSED), while resolvers (${others}) have an answer: they may refuse everybody by now, or this machine alone.`,
                      zh: `${names} 拒绝应答本机对 ${zone.apex} 的查询（REFUSED），而解析器（${others}）有应答：可能现已拒绝所有人，也可能只拒绝本机。`,
                  }
                : {
                      en: `${names} ${does} not answer for ${zone.apex} (${code.en}), though the zone is delegated there.`,
                      zh: `${names} 不负责 ${zone.apex}（${code.zh}），但该域名委派给了它。`,
                  },
            advice:
                adviceForOwnZone(look) ??
                (look.delegatedAt
                    ? {
                          en: `Set up ${zone.apex} at ${names}, or correct the NS records of ${zone.apex} in the zone ${look.delegatedAt.parent}.`,
                          zh: `请在 ${names} 上配置 ${zone.apex}，或在 ${look.delegatedAt.parent} 中更正 ${zone.apex} 的 NS 记录。`,
                      }
                    : {
                          en: `Set up ${zone.apex} at ${names}, or correct the name servers of ${wanted.registered} at its registrar.`,
                          zh: `请在 ${names} 上配置 ${zone.apex}，或在注册商处更正 ${wanted.registered} 的 NS。`,
                      }),
            evidence: lame.map(({ who, asked }) => evidenceOf(who, asked)),
            certain: false,
        });
    }
    const silent = servers.filter(({ asked: { failure } }) => failure === "timeout" || failure === "refused");
    const gone = [...silent.map(({ who }) => who), ...zone.withoutAddress];
    const most = gone.length > (servers.length + zone.withoutAddress.length) / 2;
    const answered = [...servers, ...look.resolvers].some(({ asked }) => asked.reply);
    if (gone.length > 0 && answered) {
        const addressless = zone.withoutAddress.length > 0 && silent.length === 0;
        const plural = gone.length > 1;
        findings.push({
            id: "serverUnreachable",
            severity: addressless || (most && servers.some(tells)) ? "probable" : "information",
            sentence: addressless
                ? {
                      en: `The name ${plural ? "servers" : "server"} ${list(gone)} of ${zone.apex} ${plural ? "have" : "has"} no address.`,
                      zh: `${zone.apex} 的权威服务器 ${list(gone)} 没有 IP 地址。`,
                  }
                : {
                      en: `${list(gone)} ${plural ? "do" : "does"} not answer from here.`,
                      zh: `从本机无法访问权威服务器 ${list(gone)}。`,
                  },
            evidence: silent.map(({ who, asked }) => evidenceOf(who, asked)),
            certain: false,
        });
    }
    return findings;
}

/** Where the record was looked for, if not where one would expect. */
export function delegations({ zone, wanted, delegatedAt, servers, deciding }: RecordLook): Finding[] {
    const findings: Finding[] = [];
    const evidence = servers.map(({ who, asked }) => evidenceOf(who, asked));
    if (zone.kind === "found" && zone.elsewhere) {
        const { delegated, listed } = zone.elsewhere;
        const apart = !delegated.some((name) => listed.includes(name));
        // A record that is right there, or nearly so, was added where it counts.
        const isThere =
            deciding.length > 0 &&
            deciding.every(({ value }) => value !== undefined && faultOf(value, wanted) !== "other");
        const only = list(listed.filter((name) => !delegated.includes(name)));
        const unseen = only
            ? { en: `a record added only at ${only} is not seen`, zh: `只添加在 ${only} 上的记录不会生效` }
            : { en: "the record must be at all of the former", zh: "记录必须在所有被委派的服务器上" };
        findings.push({
            id: "zoneElsewhere",
            severity: isThere || !apart ? "information" : "fatal",
            sentence: {
                en: `The registry delegates ${wanted.registered} to ${list(delegated)}, while the zone itself names ${list(listed)}: ${unseen.en}.`,
                zh: `注册局将 ${wanted.registered} 委派给 ${list(delegated)}，而域名自身的 NS 记录为 ${list(listed)}：${unseen.zh}。`,
            },
            advice: {
                en: `Add ${wanted.name} CNAME ${wanted.value} at ${list(delegated)}, or change the name servers of ${wanted.registered} at its registrar.`,
                zh: `请在 ${list(delegated)} 上添加 ${wanted.name} CNAME ${wanted.value}，或在注册商处修改 ${wanted.registered} 的 NS。`,
            },
            evidence,
            certain: false,
        });
    }
    if (delegatedAt !== undefined) {
        const names = list(servers.length > 0 || zone.kind !== "found" ? servers.map(({ who }) => who) : zone.names);
        findings.push({
            id: "challengeDelegated",
            severity: "information",
            sentence: {
                en: `${delegatedAt.name} is delegated to ${names} by NS records: the record was looked for there.`,
                zh: `${delegatedAt.name} 通过 NS 记录委派给了 ${names}，已到那里查询。`,
            },
            evidence,
            certain: false,
        });
    }
    return findings;
}
