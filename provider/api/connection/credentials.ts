import type { DynamicCredential } from "tencentcloud-sdk-nodejs-common";
import { printable } from "../../common/text";
import { UserError } from "../../common/userError";
import { ApiError } from "../errors";
import { type Keys, keyNames } from "./settings";

/** Where no usable credentials are to be had. Nothing has been signed or sent. */
export class CredentialsError extends UserError {
    override readonly name = "CredentialsError";

    constructor(
        message: string,
        /** Why each source has none, a line each. */
        readonly misses: readonly string[] = [],
    ) {
        super(message);
    }
}

/** Gives the keys to sign with, new ones when temporary ones have expired. */
export type GetKeys = () => Promise<Keys>;

interface Source {
    name: string;
    /** A fresh provider each time it failed: the SDK's providers keep a rejected promise for ever. */
    open(): DynamicCredential;
}

/** The metadata service of a CVM answers at once or, anywhere else, perhaps never. */
const SOURCE_TIMEOUT_MS = 3_000;

/**
 * Asks the SDK's own sources one after the other: its profile file, the role of the CVM, the identity of a TKE workload.
 * The SDK's `DefaultCredentialProvider` does the same, but prints each miss, waits without bound, and signs with empty keys
 * when all have missed.
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

/** The SDK takes keys for expired so long before they are. */
const EXPIRE_MARGIN_MS = 30_000;

/**
 * A source that gives expired keys is asked again by the SDK, without a pause and for ever. So it is on a machine whose clock is hours ahead. Here
 * it is an error. `method` is the SDK's own that asks.
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
            // A source that has given keys before has a moment's trouble: no reason to end a wait of half an hour.
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
