import type { Finding, FindingId, Texts } from "../diagnosis";

const ANOTHER_NETWORK: Texts = {
    en: "Look from another network, or give --resolvers one of DNS over https, such as https://dns.alidns.com/dns-query.",
    zh: "请换一个网络，或用 --resolvers 指定 DNS over HTTPS，例如 https://dns.alidns.com/dns-query。",
};

/** Where the advice of a finding names settings of a stack: at a terminal, options stand in their place. */
const FOR_A_TERMINAL: { readonly [id in FindingId]?: Texts } = {
    cannotLook: {
        en: "Give --resolvers DNS servers that answer from here, or look from another machine.",
        zh: "请用 --resolvers 指定本机可用的 DNS 服务器，或换一台机器。",
    },
    dnsIntercepted: ANOTHER_NETWORK,
    fakeAddresses: ANOTHER_NETWORK,
    authorityNotAsked: ANOTHER_NETWORK,
    proofUnknown: {
        en: "Give what the application for the certificate answered: --value (and --name) of the record, or --file-path and --file-content.",
        zh: "请提供申请证书时返回的内容：记录用 --value（和 --name），文件用 --file-path 和 --file-content。",
    },
};

/** A finding with its advice, if it has one, as somebody at a terminal can follow it. Who cannot look is always told how to. */
export function forATerminal(finding: Finding): Finding {
    const { id, advice } = finding;
    return advice || id === "cannotLook" ? { ...finding, advice: FOR_A_TERMINAL[id] ?? advice } : finding;
}
