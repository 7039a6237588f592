import { STACK_MESSAGES } from "./stackMessages";

/** What `X-TC-Language` may ask for. */
export type Language = "zh-CN" | "en-US";

/** The reason for which, on the vendor's page, an application has no certificate. */
export const RECORD_UNEXPECTED = "ResourceUnavailable.RecordUnExpected";

/** The suffix is the vendor's, seen in the wild; the prefix is not documented, so clients should match the suffix. */
export const NEVER_APPLIED = "FailedOperation.FreeCertificateVerificationIsEmpty";

/** Messages per code, Chinese first; `{0}`, `{1}` are details. */
const MESSAGES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
    // The Chinese is the vendor's page's, word for word; the vendor has published no English.
    [RECORD_UNEXPECTED]: [
        "无法正确检测到验证值，请检查当前域名是否配置了分区域解析或者安全策略拦截。",
        "The validation value could not be detected correctly. Check whether the domain resolves differently by region, or a security policy blocks the check.",
    ],
    [NEVER_APPLIED]: [
        "该域名没有免费证书的申请记录，请先申请免费证书。",
        "The domain has no free certificate application. Apply for a free certificate first.",
    ],
    "AuthFailure.InvalidAuthorization": [
        "请求头部的 Authorization 不符合腾讯云标准。",
        "The Authorization header does not conform to the Tencent Cloud standard.",
    ],
    "AuthFailure.SecretIdNotFound": [
        "密钥不存在，请检查密钥是否填写正确。",
        "The SecretId is not found, please ensure that your SecretId is correct.",
    ],
    "AuthFailure.SignatureExpire": [
        "签名过期。Timestamp 和服务器时间相差不得超过五分钟，请检查本地时间是否和标准时间同步。",
        "Signature expired. Timestamp and server time cannot differ by more than five minutes.",
    ],
    "AuthFailure.SignatureFailure": [
        "签名错误，请检查签名计算过程。",
        "The provided credentials could not be validated. Please check your signature is correct.",
    ],
    "AuthFailure.TokenFailure": ["token 错误。", "Token verification failed, please check if your Token is correct"],
    InternalError: ["内部错误。", "An internal error has occurred."],
    InvalidAction: [
        "接口 `{0}` 不存在。",
        "The request action=`{0}` is invalid or not found in service=`{1}` and version=`{2}`.",
    ],
    "FailedOperation.ApplyCertAutoVerificationFailed": [
        "自动验证申请免费证书失败，请检查域名的 CNAME 解析是否已切换至 EdgeOne。",
        "The automatic verification for the free certificate failed. Check that the CNAME of the domain points to EdgeOne.",
    ],
    InvalidParameter: ["参数 `{0}` 类型错误。", "The value type of parameter `{0}` is not valid."],
    "InvalidParameter.ActionInProgress": ["操作频繁，请稍后重试。", "Another change is in progress. Try again later."],
    "InvalidParameter.CnameWildHostNotAllowApplyCertificate": [
        "CNAME 模式下无法申请泛域名证书。",
        "A zone with CNAME access cannot apply for a wildcard certificate in this way.",
    ],
    "InvalidParameter.InvalidCertInfo": ["无效的边缘 HTTPS 证书信息。", "The certificate information is invalid."],
    "InvalidParameter.InvalidFilterName": ["不合法的过滤字段。", "The name of the filter is invalid."],
    "InvalidParameter.InvalidSortBy": ["排序字段不合法。", "The field to sort by is invalid."],
    "InvalidParameter.InvalidSortOrder": ["排序方向不合法。", "The direction to sort in is invalid."],
    "InvalidParameter.TooManyFilterValues": ["过滤值过多。", "The filter has too many values."],
    "InvalidParameter.ZoneNotFound": ["站点不存在。", "The zone does not exist."],
    InvalidParameterValue: ["参数 `{0}` 取值错误。", "The value of the parameter `{0}` is invalid."],
    "InvalidParameterValue.DomainNotMatchZone": [
        "入参中的域名与站点参数不匹配，请更正后重试。",
        "The domain does not belong to the zone.",
    ],
    "InvalidParameterValue.InvalidDomainName": ["加速域名名称不合法。", "The name of the domain is invalid."],
    "InvalidParameterValue.InvalidDomainStatus": [
        "加速域名 `{0}` 状态不符合要求。",
        "The status of the domain `{0}` does not allow this.",
    ],
    "LimitExceeded.BatchQuota": ["本次提交的资源数超过上限 `{0}`。", "One call takes `{0}` hosts at most."],
    MissingParameter: ["缺少参数 `{0}`。", "The request is missing a required parameter `{0}`."],
    NoSuchProduct: ["产品 `{1}` 不存在。", "The service `{1}` does not exist. The simulator has {2}."],
    NoSuchVersion: [
        "接口版本 `{0}` 不存在。",
        "The specified api version=`{0}` does not exist in service=`{1}`. The simulator has {2}.",
    ],
    "OperationDenied.DomainIsBlocked": ["域名 `{0}` 被封禁，暂时无法操作。", "The domain `{0}` is banned."],
    "OperationDenied.DomainStatusUnstable": [
        "域名 `{0}` 处于非稳态，请稍后重试。",
        "The domain `{0}` is being deployed. Try again later.",
    ],
    RequestLimitExceeded: [
        "您当前每秒请求 `{0}` 次，超过了每秒频率上限 `{1}` 次，请稍后重试。",
        "Your current request times equals to `{0}` in a second, which exceeds the frequency limit `{1}` for a second. Please reduce the frequency of calls.",
    ],
    RequestSizeLimitExceeded: ["请求包超过限制大小。", "The request is larger than {0} bytes."],
    "ResourceUnavailable.HostNotFound": [
        "域名 `{0}` 不存在或未开启代理。",
        "The domain `{0}` does not exist or is not proxied.",
    ],
    UnknownParameter: ["未定义参数 {0}", "The parameter `{0}` is not recognized."],
    UnsupportedOperation: ["操作不支持。", "The simulator does not have `{0}`."],
    UnsupportedProtocol: [
        "HTTP(S) 请求协议错误，只支持 GET 和 POST 请求。POST 支持 application/json（TC3-HMAC-SHA256）和 application/x-www-form-urlencoded（HmacSHA1、HmacSHA256）。",
        "HTTP(S) request protocol error; only GET and POST requests are supported. POST takes application/json (TC3-HMAC-SHA256) and application/x-www-form-urlencoded (HmacSHA1, HmacSHA256).",
    ],
};

export function messageOf(code: string, details: readonly string[], language: Language): string {
    const [zh, en] = MESSAGES[code] ?? STACK_MESSAGES[code] ?? ["模拟的错误。", "A simulated error."];
    return (language === "zh-CN" ? zh : en).replace(/\{(\d)\}/g, (_, index: string) => details[Number(index)] ?? "");
}
