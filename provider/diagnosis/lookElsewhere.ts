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
