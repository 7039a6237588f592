import { evidenceOf } from "../dns/evidence";
import { list } from "../dns/names";
import type { Finding } from "../finding";
import { ANOTHER_NETWORK, addressesAreMadeUp, everyNameExists, nobodyAnswers, OTHER_RESOLVERS } from "../lookElsewhere";
import type { RecordLook } from "./lookAtRecord";
import { shown, tells, type View } from "./view";

/** What is in the way on the machine or network that looks. */
export function ownNetwork(look: RecordLook): Finding[] {
    const { intercepted, deciding, resolvers, servers } = look;
    if (intercepted) return [interception(look)];
    if (deciding.length === 0) return cannotLook(look);
    const findings: Finding[] = [];
    if (deciding.every(({ role }) => role !== "nameServer")) {
        const own = deciding.every(({ role }) => role === "ownResolver");
        const names = list(deciding.map(({ who }) => who));
        findings.push(
            information("authorityNotAsked", servers, {
                en: `The zone's name servers could not be asked from here: this is what ${own ? "only this machine's resolver" : "resolvers"} (${names}) ${own ? "says" : "say"}.`,
                zh: `从本机无法询问权威服务器，以上仅为${own ? "本机解析器" : "解析器"}（${names}）的应答。`,
            }),
        );
    }
    const own = resolvers.find((view) => view.role === "ownResolver" && tells(view) && !deciding.includes(view));
    const [decided] = deciding;
    const others = resolvers.filter((view) => view.role === "resolver" && tells(view));
    if (
        own &&
        decided &&
        others.length > 0 &&
        others.every(({ value }) => value !== own.value && value === decided.value)
    ) {
        findings.push(
            information("ownResolverDiffers", [own], {
                en: `This machine's resolver ${own.who} sees ${shown(own.value).en}, the internet ${shown(decided.value).en}: the internet's counts.`,
                zh: `本机解析器 ${own.who} 的结果为 ${shown(own.value).zh}，互联网上为 ${shown(decided.value).zh}：以互联网上的为准。`,
            }),
        );
    }
    return findings;
}

/** Whoever answers gives an address for every name: what it says of the record is worth nothing. */
function inventedNames({ invented }: RecordLook): Finding {
    const names = list(invented.map(({ who }) => who));
    return {
        ...information(
            "dnsIntercepted",
            invented,
            everyNameExists(names, {
                en: "the record cannot be looked up as others see it",
                zh: "无法像外部那样查询记录",
            }),
        ),
        advice: ANOTHER_NETWORK,
    };
}

function interception(look: RecordLook): Finding {
    const { intercepted, servers, deciding } = look;
    if (intercepted === "names") return inventedNames(look);
    const names = list(servers.map(({ who }) => who));
    const fake = intercepted === "addresses";
    const sentence = fake
        ? addressesAreMadeUp(
              { en: names, zh: names },
              { en: "name servers cannot be asked from here", zh: "无法询问权威服务器" },
          )
        : {
              en: `DNS (port 53) is intercepted on this network: somebody answers in place of the name servers (${names}), so they cannot be asked from here.`,
              zh: `本网络劫持了 DNS（53 端口）：权威服务器（${names}）的应答并非来自其本身，无法从本机询问。`,
          };
    // Where DNS over https has told, the rest is worth something, and this only says why it is no more.
    const id = deciding.length > 0 ? "authorityNotAsked" : fake ? "fakeAddresses" : "dnsIntercepted";
    return {
        ...information(id, servers, sentence),
        advice: ANOTHER_NETWORK,
    };
}

function cannotLook({ resolvers, servers }: RecordLook): Finding[] {
    const views = [...resolvers, ...servers];
    // Not asked at all: the round was over first.
    if (views.length === 0 || views.some(({ asked }) => asked.reply || asked.failure === "notAsked")) return [];
    const names = list(views.map(({ who }) => who));
    return [
        {
            ...information("cannotLook", views, nobodyAnswers(names)),
            advice: OTHER_RESOLVERS,
        },
    ];
}

function information(
    id: Finding["id"],
    views: readonly Pick<View, "who" | "asked">[],
    sentence: Finding["sentence"],
): Finding {
    const evidence = views.map(({ who, asked }) => evidenceOf(who, asked));
    return { id, severity: "information", sentence, evidence, certain: false };
}
