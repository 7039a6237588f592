import type { Reply } from "../dns/codec";
import { list } from "../dns/names";
import { domainUnregistered, isAbsentAtRegistry } from "../domain/registered";
import type { Finding, Severity } from "../finding";
import { ANOTHER_NETWORK, everyNameExists, nobodyAnswers, OTHER_RESOLVERS } from "../lookElsewhere";
import { evidenceIn, fileFinding } from "./fileFinding";
import type { FileLook } from "./lookAtFile";
import { type AddressAnswer, whoTell } from "./lookUpAddresses";

/** Nobody tells an address of the host. */
export function withoutAddress(look: FileLook): Finding[] {
    const { wanted, answers } = look;
    const telling = whoTell(answers);
    const evidence = evidenceIn(look);
    if (telling.length === 0 && answers.some(({ invented }) => invented)) return [invented(look)];
    const absent = telling.filter(({ asked }) => asked.every((one) => isAbsentAtRegistry(wanted.registered, one)));
    if (absent.length > 0 && absent.length >= Math.min(2, answers.length))
        return [domainUnregistered(wanted.registered, evidence)];
    const empty = telling.filter(({ asked }) =>
        asked.every(({ reply }) => reply?.code === "NOERROR" || reply?.code === "NXDOMAIN"),
    );
    if (empty.length > 0) {
        const sure = empty.filter(({ resolver }) => !resolver.own).length > 1;
        return [noAddress(look, empty, sure ? "fatal" : "probable")];
    }
    const asked = answers.flatMap((answer) => answer.asked);
    const names = list(answers.map(({ resolver }) => resolver.label));
    if (asked.some(({ failure }) => failure === "notAsked")) return [];
    if (asked.some(({ reply }) => reply)) {
        return [
            fileFinding(
                look,
                "resolverFails",
                "probable",
                {
                    en: `Resolvers fail to look up ${wanted.host} (${names}).`,
                    zh: `解析器无法查询 ${wanted.host}（${names}）。`,
                },
                {
                    en: `Check the name servers of ${wanted.registered} and its DNSSEC (the DS record at the registrar).`,
                    zh: `请检查 ${wanted.registered} 的权威服务器，以及其 DNSSEC（注册商处的 DS 记录）。`,
                },
            ),
        ];
    }
    return [fileFinding(look, "cannotLook", "information", nobodyAnswers(names), OTHER_RESOLVERS)];
}

/** Whoever answers gives an address for every name. */
function invented(look: FileLook): Finding {
    const names = list(look.answers.filter((answer) => answer.invented).map(({ resolver }) => resolver.label));
    return fileFinding(
        look,
        "dnsIntercepted",
        "information",
        everyNameExists(names, {
            en: "the file cannot be fetched as others see it",
            zh: "无法像外部那样获取文件",
        }),
        ANOTHER_NETWORK,
    );
}

function noAddress(look: FileLook, empty: readonly AddressAnswer[], severity: Severity): Finding {
    const { host } = look.wanted;
    const who = list(empty.map(({ resolver }) => resolver.label));
    const [alias] = empty.flatMap(({ asked }) => asked.flatMap(({ reply }) => (reply ? aliasOf(host, reply) : [])));
    if (!alias) {
        return fileFinding(
            look,
            "noAddress",
            severity,
            {
                en: `${host} has no address (no A and no AAAA record), as ${who} answer.`,
                zh: `${host} 没有 A/AAAA 记录（据 ${who}）。`,
            },
            {
                en: `Add an A record for ${host}, or point it to EdgeOne.`,
                zh: `请为 ${host} 添加 A 记录，或将其指向 EdgeOne。`,
            },
        );
    }
    const { target, exists } = alias;
    const lacks = exists
        ? { en: "has no A and no AAAA record", zh: "没有 A/AAAA 记录" }
        : { en: "does not exist", zh: "不存在" };
    return fileFinding(
        look,
        "noAddress",
        severity,
        {
            en: `${host} has no address: it points to ${target} (CNAME), which ${lacks.en}, as ${who} answer.`,
            zh: `${host} 没有地址：它指向 ${target}（CNAME），而后者${lacks.zh}（据 ${who}）。`,
        },
        {
            en: `Correct the CNAME record of ${host}, or give ${target} an address.`,
            zh: `请更正 ${host} 的 CNAME 记录，或为 ${target} 添加地址。`,
        },
    );
}

/** Where the aliases of a host end, if it is one. They come in any order, and may lead back. */
function aliasOf(host: string, { code, answers }: Reply): { target: string; exists: boolean } | [] {
    const targets = new Map(answers.filter(({ type }) => type === "CNAME").map(({ name, value }) => [name, value]));
    let target = host;
    for (let next = targets.get(target); next !== undefined; next = targets.get(target)) {
        targets.delete(target);
        target = next;
    }
    return target === host ? [] : { target, exists: code === "NOERROR" };
}
