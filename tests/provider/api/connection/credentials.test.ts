import * as sdk from "tencentcloud-sdk-nodejs-common";
import { CredentialsError, credentials } from "../../../../provider/api/connection/credentials";

type Given = { secretId?: string; secretKey?: string; token?: string };

function source(name: string, give: () => Promise<Given>) {
    let opened = 0;
    return {
        name,
        open: () => {
            opened++;
            // As the SDK's providers do: what failed once is kept for ever.
            let task: Promise<Given> | undefined;
            return {
                getCredential: () => {
                    task ??= give();
                    const kept = task;
                    kept.then(
                        () => {
                            task = undefined;
                        },
                        () => {},
                    );
                    return kept;
                },
            };
        },
        opened: () => opened,
    };
}

const failure = (asking: Promise<unknown>) =>
    asking.then(
        () => undefined as never,
        (error: Error) => error,
    );

const none = async () => ({});
const some = async () => ({ secretId: "AKIDrole", secretKey: "role-key", token: "role-token" });

test("keys from config or environment are used as they are, and no source is asked", async () => {
    const keys = { secretId: "AKIDexample", secretKey: "example-key" };
    const sources = jest.fn(() => []);
    await expect(credentials(keys, sources)()).resolves.toBe(keys);
    expect(sources).not.toHaveBeenCalled();
});

test("without any, the sources are asked in order, and the first that has keys is kept", async () => {
    const [first, second, third] = [source("one", none), source("two", some), source("three", some)];
    const getKeys = credentials(undefined, () => [first, second, third]);
    await expect(getKeys()).resolves.toEqual({ secretId: "AKIDrole", secretKey: "role-key", token: "role-token" });
    await getKeys();
    expect([first.opened(), second.opened(), third.opened()]).toEqual([1, 1, 0]);
});

test("when all have missed, the error names what can be set, and each miss", async () => {
    const failing = source("CVM role", async () => {
        throw new Error("getaddrinfo ENOTFOUND");
    });
    const getKeys = credentials(undefined, () => [source("profile file", none), failing]);
    const error = await getKeys().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CredentialsError);
    const { name, message } = error as Error;
    expect(name).toBe("CredentialsError");
    expect(message.split("\n")).toEqual([
        "No credentials for Tencent Cloud. Nothing was sent. Set one of these pairs and run again:",
        "  - teo:secretId and teo:secretKey (a teo.Provider in the program does not read them: set its secretId and secretKey)",
        "  - tencentcloud:secretId and tencentcloud:secretKey (not with the provider plugin)",
        "  - TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
        "Also tried, without success:",
        "  - profile file: has no keys",
        "  - CVM role: getaddrinfo ENOTFOUND",
    ]);
});

test.each([{ secretId: "AKIDrole" }, { secretKey: "role-key", token: "token" }])(
    "a source that gives half a pair, such as %j, has no keys",
    async (half) => {
        const getKeys = credentials(undefined, () => [source("CVM role", async () => half), source("two", some)]);
        await expect(getKeys()).resolves.toEqual(await some());
    },
);

test("many requests at once ask a source once, and its keys are asked for anew each time", async () => {
    const give = jest.fn(some);
    const role = source("CVM role", give);
    const getKeys = credentials(undefined, () => [role]);
    await Promise.all([getKeys(), getKeys(), getKeys()]);
    expect(role.opened()).toBe(1);
    give.mockResolvedValue({ secretId: "AKIDrole", secretKey: "renewed-key", token: "renewed" });
    await expect(getKeys()).resolves.toMatchObject({ secretKey: "renewed-key", token: "renewed" });
});

test("a source that failed is opened anew for the next request", async () => {
    let online = false;
    const role = source("CVM role", async () => {
        if (!online) throw new Error("offline");
        return some();
    });
    const getKeys = credentials(undefined, () => [role]);
    await expect(getKeys()).rejects.toBeInstanceOf(CredentialsError);
    online = true;
    await expect(getKeys()).resolves.toMatchObject({ secretId: "AKIDrole" });
    expect(role.opened()).toBe(2);
});

test("a source that has given keys before and fails now has a moment's trouble, which is retried", async () => {
    let online = true;
    const role = source("CVM role", async () => {
        if (!online) throw new Error("offline");
        return some();
    });
    const getKeys = credentials(undefined, () => [role]);
    await getKeys();
    online = false;
    await expect(getKeys()).rejects.toMatchObject({
        name: "ApiError",
        kind: "transient",
        code: "CredentialsUnavailable",
        message: expect.stringMatching(/^temporary keys could not be renewed: .*offline/),
    });
    online = true;
    await expect(getKeys()).resolves.toMatchObject({ secretId: "AKIDrole" });
});

test("a source that never answers is given up within seconds", async () => {
    const getKeys = credentials(undefined, () => [source("CVM role", () => new Promise(() => {}))]);
    jest.useFakeTimers();
    await credentials(undefined, () => [source("CVM role", some)])();
    expect(jest.getTimerCount()).toBe(0);
    const asking = failure(getKeys());
    await jest.advanceTimersByTimeAsync(2_999);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    jest.useRealTimers();
    expect((await asking).message).toMatch(/ {2}- CVM role: no answer within 3 s$/);
});

test("the SDK's own sources print nothing when they miss", async () => {
    const printed = [jest.spyOn(console, "error"), jest.spyOn(console, "log"), jest.spyOn(console, "warn")];
    const before = { HOME: process.env.HOME };
    process.env.HOME = "/nonexistent";
    try {
        const error = await credentials(undefined)().catch((e: unknown) => e);
        expect(error).toBeInstanceOf(CredentialsError);
        expect((error as Error).message).toMatch(
            /profile file \(~\/\.tencentcloud\/credentials\): .*CVM role: .*TKE w/s,
        );
        for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    } finally {
        Object.assign(process.env, before);
    }
});

describe("the SDK's own source that has keys is taken:", () => {
    const profile = () => jest.spyOn(sdk.ProfileCredential.prototype, "getCredential");
    const cvm = sdk.CvmRoleCredential.prototype as unknown as Record<
        "getRoleName" | "getRoleCredential",
        () => unknown
    >;
    afterEach(() => jest.restoreAllMocks());

    test("the profile file first", async () => {
        profile().mockResolvedValue({ secretId: "AKIDfile", secretKey: "file-key" });
        await expect(credentials(undefined)()).resolves.toMatchObject({ secretId: "AKIDfile" });
    });

    test.each([
        [40, true],
        [20, false],
    ])("a role whose keys are good for %d s more, or not: %j", async (seconds, taken) => {
        profile().mockRejectedValue(new Error("no file"));
        jest.spyOn(cvm, "getRoleName").mockImplementation(async () => "role");
        jest.spyOn(cvm, "getRoleCredential").mockImplementation(async () => ({
            TmpSecretId: "AKIDrole",
            TmpSecretKey: "role-key",
            Token: "token",
            ExpiredTime: Math.floor(Date.now() / 1000) + seconds,
        }));
        const keys = credentials(undefined)();
        if (taken) await expect(keys).resolves.toMatchObject({ secretId: "AKIDrole", token: "token" });
        else await expect(keys).rejects.toThrow("CVM role: its keys have expired");
    });
});

describe("where a source of the SDK's gives keys that have expired, as seen by a clock that is ahead,", () => {
    const expired = { TmpSecretId: "AKIDrole", TmpSecretKey: "role-key", Token: "token", ExpiredTime: 1_700_000_000 };
    const cvm = sdk.CvmRoleCredential.prototype as unknown as Record<
        "getRoleName" | "getRoleCredential",
        () => unknown
    >;
    const tke = sdk.OIDCRoleArnCredential.prototype as unknown as Record<
        "getCredentialWithStsAssumeRoleWithWebIdentity",
        () => unknown
    >;
    afterEach(() => jest.restoreAllMocks());

    test.each(["CVM role", "TKE workload identity"])("it is asked once, and the error says so: %s", async (name) => {
        jest.spyOn(sdk.ProfileCredential.prototype, "getCredential").mockResolvedValue({ secretId: "", secretKey: "" });
        const of = (answering: string) => async () => {
            if (name === answering) return expired;
            throw new Error("is not there");
        };
        jest.spyOn(cvm, "getRoleName").mockImplementation(async () => "role");
        const role = jest.spyOn(cvm, "getRoleCredential").mockImplementation(of("CVM role"));
        const identity = jest
            .spyOn(tke, "getCredentialWithStsAssumeRoleWithWebIdentity")
            .mockImplementation(of("TKE workload identity"));
        await expect(credentials(undefined)()).rejects.toThrow(`${name}: its keys have expired; check the clock`);
        expect([role.mock.calls.length, identity.mock.calls.length]).toEqual([1, 1]);
    });
});
