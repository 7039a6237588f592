import type { Finding, FindingId, Texts } from "../diagnosis";

const ANOTHER_NETWORK: Texts = {
    en: "Try another network, or set --resolvers to a DNS-over-HTTPS server, such as https://dns.alidns.com/dns-query.",
    zh: "请换一个网络，或用 --resolvers 指定 DNS over HTTPS，例如 https://dns.alidns.com/dns-query。",
};

/** Replaces advice that names settings of a stack by advice that names options of the command. */
const FOR_A_TERMINAL: { readonly [id in FindingId]?: Texts } = {
    cannotLook: {
        en: "Set --resolvers to DNS servers that this machine can reach, or run the command on another machine.",
        zh: "请用 --resolvers 指定本机可用的 DNS 服务器，或换一台机器。",
    },
    dnsIntercepted: ANOTHER_NETWORK,
    fakeAddresses: ANOTHER_NETWORK,
    authorityNotAsked: ANOTHER_NETWORK,
    proofUnknown: {
        en: "Give the proof that the application for the certificate returned: --value (and --name) for a record, --file-path and --file-content for a file.",
        zh: "请提供申请证书时返回的内容：记录用 --value（和 --name），文件用 --file-path 和 --file-content。",
    },
};

/** A finding with advice for a terminal. `cannotLook` always has advice. */
export function forATerminal(finding: Finding): Finding {
    const { id, advice } = finding;
    return advice || id === "cannotLook" ? { ...finding, advice: FOR_A_TERMINAL[id] ?? advice } : finding;
}
