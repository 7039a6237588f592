import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { ApiError } from "../common/apiError";
import { type HttpRequest, headerOf, hostsOf } from "./http";
import type { ReceivedCall } from "./receivedCall";
import type { Signature } from "./signature";

const AUTHORIZATION =
    /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d\d-\d\d)\/([^/,\s]+)\/tc3_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

/**
 * Reads a TC3-HMAC-SHA256 signature (the vendor's "signature method v3") from the header `Authorization`.
 * The service's name is taken from the credential scope: SDKs derive it from the endpoint, so it may be `127`.
 */
export function readTc3Signature({ request, timestamp }: ReceivedCall): Signature {
    const [, secretId, date = "", service = "", signedHeaders = "", signature = ""] =
        AUTHORIZATION.exec(request.headers.authorization ?? "") ?? [];
    const names = signedHeaders.split(";");
    if (secretId === undefined || !names.includes("content-type") || !names.includes("host")) {
        throw new ApiError("AuthFailure.InvalidAuthorization");
    }
    return {
        secretId,
        isBy(secretKey) {
            const key = [date, service, "tc3_request"].reduce(hmac, Buffer.from(`TC3${secretKey}`));
            const isRight = hostsOf(request).some((host) => {
                const canonical = sha256(canonicalRequest(request, names, host));
                const scope = `${date}/${service}/tc3_request`;
                const expected = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${canonical}`);
                return timingSafeEqual(expected, Buffer.from(signature, "hex"));
            });
            return isRight && new Date(Number(timestamp) * 1000).toISOString().startsWith(date);
        },
    };
}

function canonicalRequest(request: HttpRequest, names: readonly string[], host: string): string {
    const headers = names.map((name) => `${name}:${name === "host" ? host : headerOf(request, name).toLowerCase()}\n`);
    // A client may leave the body out of the signature; then this text is signed in its place.
    const unsigned = headerOf(request, "x-tc-content-sha256") === "UNSIGNED-PAYLOAD";
    return [
        request.method,
        request.path,
        request.query,
        headers.join(""),
        names.join(";"),
        sha256(unsigned ? "UNSIGNED-PAYLOAD" : (request.body ?? "")),
    ].join("\n");
}

const hmac = (key: Buffer, message: string): Buffer => createHmac("sha256", key).update(message).digest();
const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
