import { formatChineseDuration, formatDuration } from "../../common/clock";
import { printable } from "../../common/text";
import type { FindingId, Severity, Texts } from "../finding";
import type { Got } from "./get";
import { type Hop, isRedirect, redirectOf, type WantedFile } from "./lookAtFile";

/** What one address answers; `ok` is the file as it is wanted. */
export type Outcome = { ok: true } | { ok: false; id: FindingId; severity: Severity; says: Texts };

/** How bot checks begin that send no HTML, or mark their answers. */
const CHALLENGE = /\/aes\.js|var a=toNumbers|acme-protocol/;
/** What EdgeOne itself answers where a policy of its own forbids. */
const EDGE_ONE_POLICY: ReadonlySet<number> = new Set([403, 406, 418, 429, 567]);
const SHOWN_CHARACTERS = 24;

/** What to make of the answers of one address. */
export function outcomeOf([first, ...redirects]: readonly [Hop, ...Hop[]], wanted: WantedFile): Outcome {
    const { got } = first;
    if (got.failure) return unanswered(got);
    if (isRedirect(got)) return redirected(first, redirects, wanted);
    const { status = 0, body, headers } = got;
    if (/plain HTTP request was sent to (an )?HTTPS port/i.test(body)) return httpsOnHttpPort;
    if (status === 200 && content(body) === content(wanted.content)) return { ok: true };
    const age = ageOf(got);
    const cache = [headers["x-cache"], headers["x-cache-lookup"], headers["eo-cache-status"]].flat().join(" ");
    if (age > 0 || /\bhit\b/i.test(cache)) {
        const old =
            age > 0
                ? { en: `, ${formatDuration(age * 1000)} old`, zh: `，已缓存 ${formatChineseDuration(age * 1000)}` }
                : { en: "", zh: "" };
        return bad("staleFile", "probable", {
            en: `answers ${status === 200 ? "other content" : status} from a cache${old.en}: purge the cache`,
            zh: `返回的是缓存${old.zh}（${status === 200 ? "内容不一致" : status}）：请刷新缓存`,
        });
    }
    if (status === 404 || status === 410)
        return bad("fileMissing", "fatal", { en: `answers ${status}`, zh: `返回 ${status}` });
    if (EDGE_ONE_POLICY.has(status) && /edgeone/i.test(String(headers.server ?? ""))) {
        return bad("fileIsPage", "fatal", {
            en: `is refused by EdgeOne itself (${status}): a security policy, or the host is not set up`,
            zh: `被 EdgeOne 自身拒绝（${status}）：安全策略拦截，或域名未配置`,
        });
    }
    if (isPage(got)) {
        return bad("fileIsPage", "fatal", {
            en: `answers a web page (${status}), perhaps a bot check, a login or the site's own page, not the file`,
            zh: `返回的是网页（${status}，可能是防护、登录页或站点自身的页面），不是验证文件`,
        });
    }
    if (status !== 200)
        return bad("fileWrong", "fatal", { en: `answers ${status}, not the file`, zh: `返回 ${status}，不是验证文件` });
    const encoding = printable(headers["content-encoding"] ?? "", 20);
    if (encoding !== "" && encoding !== "identity") {
        return bad("fileWrong", "fatal", {
            en: `is compressed (${encoding}), although plain content was asked for`,
            zh: `返回的是压缩内容（${encoding}），而请求的是未压缩的内容`,
        });
    }
    // What is no UTF-8 stands as U+FFFD here, and of UTF-16 every other byte is 0.
    if (body.includes("\0") && content(body.replace(/[\0\ufffd\ufeff]/g, "")) === content(wanted.content)) {
        return bad("fileHasBom", "fatal", {
            en: "is saved as UTF-16: save it as plain ASCII",
            zh: "保存成了 UTF-16：请保存为纯 ASCII 文件",
        });
    }
    if (content(body.replace(/^\ufeff/, "")) === content(wanted.content)) {
        return bad("fileHasBom", "fatal", {
            en: "has a byte order mark (BOM) before the content: save it as plain ASCII",
            zh: "内容前有字节顺序标记（BOM）：请保存为纯 ASCII 文件",
        });
    }
    const start = printable(body, SHOWN_CHARACTERS);
    if (body.includes(content(wanted.content))) {
        return bad("fileWrong", "fatal", {
            en: `has more than the content: it starts with "${start}"`,
            zh: `除正确内容外还有多余内容：开头是 "${start}"`,
        });
    }
    return bad("fileWrong", "fatal", {
        en: start === "" ? "is empty" : `has other content: it starts with "${start}"`,
        zh: start === "" ? "内容为空" : `内容不一致：开头是 "${start}"`,
    });
}

/** For how many seconds a cache has had the answer, as it says; 0 where it does not say, or says what no cache has. */
function ageOf({ headers: { age = "" } }: Got): number {
    return /^\d{1,9}$/.test(age) ? Number(age) : 0;
}

const bad = (id: FindingId, severity: Severity, says: Texts): Outcome => ({ ok: false, id, severity, says });

/** Without what an editor adds at the end. A byte order mark stays, which `trim` would take away. */
const content = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

function isPage({ headers, body }: Got): boolean {
    const type = headers["content-type"] ?? "";
    return /html/i.test(type) || /^\s*</.test(body) || CHALLENGE.test(body) || headers["cf-mitigated"] !== undefined;
}

const httpsOnHttpPort = bad("httpsOnHttpPort", "probable", {
    en: "speaks HTTPS, not HTTP, on port 80",
    zh: "的 80 端口使用的是 HTTPS 而不是 HTTP",
});

function unanswered({ failure }: Got): Outcome {
    if (failure === "tls") return httpsOnHttpPort;
    if (failure === "notHttp") {
        return bad("notReachable", "probable", {
            en: "answers something that is not HTTP on port 80",
            zh: "的 80 端口返回的不是 HTTP 应答",
        });
    }
    if (failure === "noHost") {
        return bad("reservedAddress", "fatal", {
            en: "cannot be reached by anybody outside: the address is reserved",
            zh: "外部无法访问：该地址是保留地址",
        });
    }
    if (failure === "noAddress") return bad("noAddress", "probable", { en: "has no address", zh: "没有地址记录" });
    if (failure === "reset") {
        return bad("httpsOnHttpPort", "probable", {
            en: "closes the connection on port 80 without an answer: it may speak HTTPS there, or something blocks the request",
            zh: "的 80 端口直接断开连接：可能使用的是 HTTPS，或请求被拦截",
        });
    }
    return bad("notReachable", "probable", {
        en: failure === "refused" ? "has nothing that answers on port 80" : "does not answer on port 80 in time",
        zh: failure === "refused" ? "的 80 端口没有服务" : "的 80 端口无应答",
    });
}

function redirected(first: Hop, redirects: readonly Hop[], wanted: WantedFile): Outcome {
    const next = redirectOf(first);
    if (first.got.headers.location === undefined) {
        const { status } = first.got;
        return bad("redirected", "probable", {
            en: `answers ${status}, a redirect that does not say where to`,
            zh: `返回 ${status}，但没有给出跳转目标`,
        });
    }
    const where = printable(next?.href ?? first.got.headers.location ?? "", 120);
    const end = redirects.at(-1);
    const to = { en: `redirects to ${where}`, zh: `跳转到 ${where}` };
    const add = (en: string, zh: string): Texts => ({ en: `${to.en}${en}`, zh: `${to.zh}${zh}` });
    if (next?.hostname.includes(".well-known")) {
        return bad("redirected", "probable", add(": a slash is missing after the host", "：域名后缺少斜杠"));
    }
    if (next?.href === first.url || (end && isRedirect(end.got) && redirectOf(end)?.href === first.url)) {
        return bad("redirected", "probable", add(", which leads back: a loop", "，形成循环"));
    }
    if (!end) return bad("redirected", "probable", add("", ""));
    const last = outcomeOf([end], wanted);
    if (end.got.failure === "certificate") {
        return bad("redirected", "probable", add(", where the certificate is not valid", "，但其证书无效"));
    }
    if (last.ok) {
        return bad(
            "redirected",
            "information",
            add(
                ", where the file is; whether EdgeOne follows redirects is not known",
                "，那里的文件正确；EdgeOne 是否跟随跳转尚不清楚",
            ),
        );
    }
    return bad("redirected", "probable", add(`, which ${last.says.en}`, `，后者${last.says.zh}`));
}
