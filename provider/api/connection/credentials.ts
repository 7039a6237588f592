import type { DynamicCredential } from "tencentcloud-sdk-nodejs-common";
import { printable } from "../../common/text";
import { UserError } from "../../common/userError";
import { ApiError } from "../errors";
import { type Keys, keyNames } from "./settings";

/** No usable credentials were found. Nothing was signed or sent. */
export class CredentialsError extends UserError {
    override readonly name = "CredentialsError";

    constructor(
        message: string,
        /** Why each source has none, one line each. */
        readonly misses: readonly string[] = [],
    ) {
        super(message);
    }
}

/** Returns the keys to sign with; renews expired temporary keys. */
export type GetKeys = () => Promise<Keys>;

interface Source {
    name: string;
    /** A fresh provider each time it failed: the SDK's providers keep a rejected promise for ever. */
    open(): DynamicCredential;
}

/** The metadata service answers at once on a CVM, and may never answer elsewhere. */
const SOURCE_TIMEOUT_MS = 3_000;

/**
 * The SDK's own sources, in order: its profile file, the CVM role, the TKE workload identity. The SDK's `DefaultCredentialProvider`
 * does the same, but prints each failure, has no timeout, and signs with empty keys if all fail.
 */
function sdkSources(): Source[] {
    const sdk = require("tencentcloud-sdk-nodejs-common") as typeof import("tencentcloud-sdk-nodejs-common");
    return [
        { name: "profile file (~/.tencentcloud/credentials)", open: () => new sdk.ProfileCredential() },
        { name: "CVM role", open: () => refusingExpired(new sdk.CvmRoleCredential(), "getRoleCredential") },
        {
            name: "TKE workload identity",
            open: () =>
                refusingExpired(new sdk.OIDCRoleArnCredential(), "getCredentialWithStsAssumeRoleWithWebIdentity"),
        },
    ];
}

/** The SDK treats keys as expired this long before they expire. */
const EXPIRE_MARGIN_MS = 30_000;

/**
 * The SDK requests keys again without delay or limit if a source returns expired keys, as on a machine whose clock is hours ahead. Here that
 * is an error. `method` is the SDK's method that requests keys.
 */
function refusingExpired(provider: DynamicCredential, method: string): DynamicCredential {
    const sdk = provider as unknown as Record<string, (...args: unknown[]) => Promise<{ ExpiredTime: number }>>;
    const ask = sdk[method]?.bind(provider);
    if (!ask) return provider;
    sdk[method] = async (...args) => {
        const keys = await ask(...args);
        if (keys.ExpiredTime * 1_000 - EXPIRE_MARGIN_MS > Date.now()) return keys;
        throw new CredentialsError("its keys have expired; check the clock of this machine");
    };
    return provider;
}

/** Credentials from config or environment where there are any, else from the SDK's sources. */
export function credentials(keys: Keys | undefined, sources: () => Source[] = sdkSources): GetKeys {
    if (keys) return async () => keys;
    let found: Promise<GetKeys> | undefined;
    let worked = false;
    return async () => {
        found ??= findSource(sources());
        try {
            const current = await (await found)();
            worked = true;
            return current;
        } catch (error) {
            found = undefined;
            if (!worked) throw error;
            // A source that has returned keys before has a temporary fault, which must not end a long wait.
            throw new ApiError({
                kind: "transient",
                code: "CredentialsUnavailable",
                message: `temporary keys could not be renewed: ${(error as Error).message}`,
            });
        }
    };
}

async function findSource(sources: Source[]): Promise<GetKeys> {
    const misses: string[] = [];
    for (const source of sources) {
        const provider = source.open();
        const get = async (): Promise<Keys> => {
            const { secretId, secretKey, token } = await within(SOURCE_TIMEOUT_MS, provider.getCredential());
            if (!secretId || !secretKey) throw new CredentialsError("has no keys");
            return { secretId, secretKey, token };
        };
        try {
            await get();
            return get;
        } catch (error) {
            misses.push(`  - ${source.name}: ${printable((error as Error).message, 200)}`);
        }
    }
    throw new CredentialsError(
        [
            "No credentials for Tencent Cloud. Nothing was sent. Set one of these pairs and run again:",
            ...keyNames.map((names) => `  - ${names}`),
            "Also tried, without success:",
            ...misses,
        ].join("\n"),
        misses,
    );
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new CredentialsError(`no answer within ${ms / 1000} s`)), ms);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}
