import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "../common/apiError";

/** A key pair that may sign calls. Temporary credentials have a token, too. */
export interface KeyPair {
    readonly secretId: string;
    readonly secretKey: string;
    /** What `X-TC-Token` must then be. */
    readonly token?: string;
}

/** The parts of a request that a signature covers. */
export interface SignedRequest {
    readonly method: string;
    readonly path: string;
    /** As sent, without the question mark. */
    readonly query: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
}

const MAX_SKEW_MS = 300_000;
const AUTHORIZATION =
    /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d\d-\d\d)\/([^/,\s]+)\/tc3_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

/**
 * Verifies a TC3-HMAC-SHA256 signature (the vendor's "signature method v3") and says whose it is.
 * The service's name is taken from the credential scope: SDKs derive it from the endpoint, so it may be `127`.
 */
export function authenticate(request: SignedRequest, keyPairs: readonly KeyPair[], nowMs: number): KeyPair {
    const [, secretId, date = "", service = "", signedHeaders = "", signature = ""] =
        AUTHORIZATION.exec(request.headers.authorization ?? "") ?? [];
    const names = signedHeaders.split(";");
    if (secretId === undefined || !names.includes("content-type") || !names.includes("host")) {
        throw new ApiError("AuthFailure.InvalidAuthorization");
    }
    const keyPair = keyPairs.find((candidate) => candidate.secretId === secretId);
    if (keyPair === undefined) {
        throw new ApiError("AuthFailure.SecretIdNotFound");
    }
    const timestamp = header(request, "x-tc-timestamp");
    if (!/^\d{1,12}$/.test(timestamp)) {
        throw new ApiError("InvalidParameter", ["Timestamp"]);
    }
    const signedAtMs = Number(timestamp) * 1000;
    if (Math.abs(nowMs - signedAtMs) > MAX_SKEW_MS) {
        throw new ApiError("AuthFailure.SignatureExpire");
    }
    const key = [date, service, "tc3_request"].reduce(hmac, Buffer.from(`TC3${keyPair.secretKey}`));
    const isRight = hostsOf(request).some((host) => {
        const canonical = sha256(canonicalRequest(request, names, host));
        const scope = `${date}/${service}/tc3_request`;
        const expected = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${canonical}`);
        return timingSafeEqual(expected, Buffer.from(signature, "hex"));
    });
    if (!isRight || new Date(signedAtMs).toISOString().slice(0, 10) !== date) {
        throw new ApiError("AuthFailure.SignatureFailure");
    }
    // Digests, since the comparison needs equal lengths and must not tell how much of a token is right.
    if (!timingSafeEqual(digest(header(request, "x-tc-token")), digest(keyPair.token ?? ""))) {
        throw new ApiError("AuthFailure.TokenFailure");
    }
    return keyPair;
}

function canonicalRequest(request: SignedRequest, names: readonly string[], host: string): string {
    const headers = names.map((name) => `${name}:${name === "host" ? host : header(request, name).toLowerCase()}\n`);
    // A client may leave the body out of the signature; then this text is signed in its place.
    const unsigned = header(request, "x-tc-content-sha256") === "UNSIGNED-PAYLOAD";
    return [
        request.method,
        request.path,
        request.query,
        headers.join(""),
        names.join(";"),
        sha256(unsigned ? "UNSIGNED-PAYLOAD" : request.body),
    ].join("\n");
}

/** The Node SDK signs the host without its port, the Python SDK with it. */
function hostsOf(request: SignedRequest): string[] {
    const host = header(request, "host").toLowerCase();
    return [host, host.replace(/:\d+$/, "")];
}

function header(request: SignedRequest, name: string): string {
    const value = request.headers[name];
    return (Array.isArray(value) ? value.join(",") : (value ?? "")).trim();
}

const hmac = (key: Buffer, message: string): Buffer => createHmac("sha256", key).update(message).digest();
const digest = (data: string | Buffer): Buffer => createHash("sha256").update(data).digest();
const sha256 = (data: string | Buffer): string => digest(data).toString("hex");
