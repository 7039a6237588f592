import type { Target } from "./conformance";

const REQUIRED = [
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TEO_LIVE_ZONE_ID",
    "TEO_LIVE_ISSUED_DOMAIN",
    "TEO_LIVE_PENDING_DOMAIN",
] as const;

/** The API that the environment points to. Throws an error that names every variable that is missing. */
export function liveTarget(environment: NodeJS.ProcessEnv): Target {
    const missing = REQUIRED.filter((name) => !environment[name]);
    if (missing.length > 0) {
        throw new Error(
            `The live cases need ${missing.join(", ")}. They call the real API, for reading only: a zone that has hosts, a domain ` +
                "of it that has a free certificate, and one whose certificate was applied for and is not issued.",
        );
    }
    const [secretId = "", secretKey = "", zoneId = "", issuedDomain = "", pendingDomain = ""] = REQUIRED.map(
        (name) => environment[name],
    );
    const token = environment.TENCENTCLOUD_TOKEN;
    const endpoint = environment.TENCENTCLOUD_TEO_ENDPOINT || "teo.tencentcloudapi.com";
    return {
        endpoint: endpoint.includes("://") ? endpoint : `https://${endpoint}`,
        credentials: { secretId, secretKey, ...(token ? { token } : {}) },
        zoneId,
        issuedDomain,
        pendingDomain,
    };
}
