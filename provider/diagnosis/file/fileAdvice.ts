import { printable } from "../../common/text";
import type { FindingId, Texts } from "../finding";
import type { WantedFile } from "./lookAtFile";

/** What to do first, by what an address answers; the rest is the same for all. */
const STEPS: { readonly [id in FindingId]?: (place: { host: string; address: string }) => Texts } = {
    addressesDiffer: ({ host, address }) => ({
        en: `Put the file at ${address} too, or take that address out of the records of ${host}. `,
        zh: `请在 ${address} 上也放置该文件，或从 ${host} 的解析记录中移除该地址。`,
    }),
    staleFile: () => ({ en: "Purge the cache for that URL. ", zh: "请刷新该 URL 的缓存。" }),
    fileIsPage: () => ({
        en: "Let requests for that path through to the file, without a bot check, a login or the site's own page. ",
        zh: "请对该路径放行，不要返回防护、登录页或站点自身的页面。",
    }),
    redirected: () => ({
        en: "Serve the file at that URL itself: leave its path out of the redirect, such as one of all requests to https. ",
        zh: "请在该 URL 上直接返回文件：将该路径排除在跳转（例如强制 HTTPS）之外。",
    }),
    httpsOnHttpPort: ({ address }) => ({
        en: `Serve plain HTTP on port 80 of ${address}, and let requests for that path through. `,
        zh: `请在 ${address} 的 80 端口提供 HTTP 服务，并放行该路径。`,
    }),
    notReachable: ({ address }) => ({
        en: `Open port 80 of ${address} to the internet, and serve HTTP there. `,
        zh: `请向公网开放 ${address} 的 80 端口，并提供 HTTP 服务。`,
    }),
};

/** What is to be done so that an address has the file. */
export function fileAdvice(id: FindingId, { host, path, content }: WantedFile, address: string): Texts {
    const step = STEPS[id]?.({ host, address }) ?? { en: "", zh: "" };
    const url = `http://${host}${printable(path, 100)}`;
    const shown = printable(content, 120);
    return {
        en: `${step.en}${url} must answer 200 with exactly: ${shown}`,
        zh: `${step.zh}${url} 应返回 200，且内容恰为：${shown}`,
    };
}
