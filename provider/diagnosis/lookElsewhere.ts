import type { Texts } from "./finding";

/** What to do where this network answers in place of others. */
export const ANOTHER_NETWORK: Texts = {
    en: 'Look from another network, or give "teo:resolvers" one of DNS over https, such as https://dns.alidns.com/dns-query.',
    zh: '请换一个网络，或在 "teo:resolvers" 中使用 DNS over HTTPS，例如 https://dns.alidns.com/dns-query。',
};

/** What to do where no DNS server answers. */
export const OTHER_RESOLVERS: Texts = {
    en: 'Set "teo:resolvers" to DNS servers that answer from here, or to "none".',
    zh: '请将 "teo:resolvers" 设为本机可用的 DNS 服务器，或设为 "none"。',
};

/** No DNS server answers at all. */
export function nobodyAnswers(names: string): Texts {
    return {
        en: `The diagnosis could not look: no DNS server answers from here (${names}).`,
        zh: `无法诊断：从本机访问不到任何 DNS 服务器（${names}）。`,
    };
}

/** Whoever answers gives an address for every name, so that something cannot be done as others would. */
export function everyNameExists(names: string, therefore: Texts): Texts {
    return {
        en: `DNS gives an address for every name here (${names}), also for one that nobody has registered: ${therefore.en}.`,
        zh: `本网络的 DNS（${names}）对任何名称都返回地址，包括无人注册的名称：${therefore.zh}。`,
    };
}

/** Addresses are not the real ones, so that something cannot be done. */
export function addressesAreMadeUp(what: Texts, therefore: Texts): Texts {
    return {
        en: `DNS gives made-up addresses here (${what.en}), as a proxy on a machine or network does: ${therefore.en}.`,
        zh: `本机的 DNS 返回虚假地址（${what.zh}），常见于代理软件（fake-ip）：${therefore.zh}。`,
    };
}
