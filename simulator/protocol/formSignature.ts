import { createHmac, timingSafeEqual } from "node:crypto";
import type { ParsedUrlQuery } from "node:querystring";
import { ApiError } from "../common/apiError";
import { hostsOf } from "./http";
import type { ReceivedCall } from "./receivedCall";
import type { Signature } from "./signature";

/**
 * Reads a HmacSHA1 or HmacSHA256 signature (the vendor's "signature method v1"), which is a parameter of a query or a
 * form as all others are.
 */
export function readFormSignature({ request }: ReceivedCall, form: ParsedUrlQuery): Signature {
    for (const name of ["Nonce", "SecretId", "Signature"]) {
        if (!form[name]) {
            throw new ApiError("MissingParameter", [name]);
        }
    }
    // The vendor asks for a positive number; its SDK for Node draws one from 0 on.
    if (!/^\d{1,20}$/.test(`${form.Nonce}`)) {
        throw new ApiError("InvalidParameter", ["Nonce"]);
    }
    const signature = Buffer.from(`${form.Signature}`, "utf8");
    // As documented: HmacSHA256 only where it is named, and HmacSHA1 in all other cases.
    const algorithm = form.SignatureMethod === "HmacSHA256" ? "sha256" : "sha1";
    const signed = Object.keys(form)
        .filter((name) => name !== "Signature")
        .sort()
        .map((name) => `${name}=${form[name]}`)
        .join("&");
    return {
        secretId: `${form.SecretId}`,
        isBy: (secretKey) =>
            hostsOf(request).some((host) => {
                const text = `${request.method}${host}${request.path}?${signed}`;
                const expected = Buffer.from(createHmac(algorithm, secretKey).update(text).digest("base64"));
                return expected.length === signature.length && timingSafeEqual(expected, signature);
            }),
    };
}
