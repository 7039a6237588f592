import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "../common/apiError";
import { readFormSignature } from "./formSignature";
import type { ReceivedCall } from "./receivedCall";
import { readTc3Signature } from "./tc3Signature";

/** A key pair that may sign calls. Temporary credentials have a token, too. */
export interface KeyPair {
    readonly secretId: string;
    readonly secretKey: string;
    /** What the call's token must then be. */
    readonly token?: string;
}

/** A signature as a call has it, by whatever method. */
export interface Signature {
    readonly secretId: string;
    /** True where it was made by that key, of this very call. */
    isBy(secretKey: string): boolean;
}

const MAX_SKEW_MS = 300_000;

/** Verifies the signature of a call, by the one of the vendor's methods that it was signed with, and says whose it is. */
export function authenticate(call: ReceivedCall, keyPairs: readonly KeyPair[], nowMs: number): KeyPair {
    const signature = call.form === undefined ? readTc3Signature(call) : readFormSignature(call, call.form);
    const keyPair = keyPairs.find((candidate) => candidate.secretId === signature.secretId);
    if (keyPair === undefined) {
        throw new ApiError("AuthFailure.SecretIdNotFound");
    }
    if (!/^\d{1,12}$/.test(call.timestamp)) {
        throw new ApiError("InvalidParameter", ["Timestamp"]);
    }
    if (Math.abs(nowMs - Number(call.timestamp) * 1000) > MAX_SKEW_MS) {
        throw new ApiError("AuthFailure.SignatureExpire");
    }
    if (!signature.isBy(keyPair.secretKey)) {
        throw new ApiError("AuthFailure.SignatureFailure");
    }
    if (!isSame(call.token, keyPair.token ?? "")) {
        throw new ApiError("AuthFailure.TokenFailure");
    }
    return keyPair;
}

/** By digests, since the comparison needs equal lengths and must not tell how much of a token is right. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
