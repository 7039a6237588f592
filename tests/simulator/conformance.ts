import type { KeyPair } from "../../simulator";

/** One call to the API, by whatever client. */
export interface ApiCall {
    readonly endpoint: string;
    readonly credentials: KeyPair;
    readonly action: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly method?: "GET" | "POST";
    readonly language?: "zh-CN" | "en-US";
    /** Undefined: the client's own choice. */
    readonly signMethod?: (typeof SIGN_METHODS)[number];
}

/** How a call may be signed, by the names that the SDKs give it. */
export const SIGN_METHODS = ["TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1"] as const;

/** What the client made of the answer: the fields, or its exception for an API error. */
type ApiAnswer =
    | { readonly fields: Readonly<Record<string, unknown>>; readonly error?: undefined }
    | {
          readonly fields?: undefined;
          readonly error: { readonly code: string; readonly message: string; readonly requestId: string };
      };

export type ApiClient = (call: ApiCall) => Promise<ApiAnswer>;

/** Where there is an API, and what is known of it. */
export interface Target {
    readonly endpoint: string;
    readonly credentials: KeyPair;
    readonly zoneId: string;
    /** A domain of the zone that has a free certificate, its own or a wildcard's. */
    readonly issuedDomain: string;
    /** A domain of the zone whose free certificate was applied for and is not issued. */
    readonly pendingDomain: string;
}

const ACTION = "CheckFreeCertificateVerification";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What holds of the API, be it the vendor's or the simulator. Nothing here changes anything. */
export function describeConformance(client: ApiClient, targetOf: () => Target): void {
    const check = (domain: string, changes: Partial<ApiCall> = {}): Promise<ApiAnswer> => {
        const { endpoint, credentials, zoneId } = targetOf();
        const parameters = { ZoneId: zoneId, Domain: domain };
        return client({ endpoint, credentials, action: ACTION, parameters, ...changes });
    };
    const checkWith = (parameters: Record<string, unknown>): Promise<ApiAnswer> =>
        check("", { parameters: { ZoneId: targetOf().zoneId, Domain: targetOf().issuedDomain, ...parameters } });
    const codeOf = async (answer: Promise<ApiAnswer>): Promise<string> => (await answer).error?.code ?? "no error";

    test("an issued certificate is answered by name, algorithm and time of expiry", async () => {
        const { issuedDomain } = targetOf();
        const { fields } = (await check(issuedDomain)) as { fields: Record<string, unknown> };
        expect(fields).toEqual({
            CommonName: expect.any(String),
            SignatureAlgorithm: "RSA 2048",
            ExpireTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
            RequestId: expect.stringMatching(UUID),
        });
        // Where a wildcard has a certificate, that one may cover the domain.
        expect([issuedDomain, issuedDomain.replace(/^[^.]+/, "*")]).toContain(fields.CommonName);
    });

    test("each call has a RequestId of its own", async () => {
        const { issuedDomain } = targetOf();
        const [first, second] = [await check(issuedDomain), await check(issuedDomain)];
        expect(first).not.toEqual(second);
    });

    test("a pending certificate is an error that says why", async () => {
        const { error } = await check(targetOf().pendingDomain);
        expect(error?.code).toMatch(/^(ResourceUnavailable\.RecordUnExpected|FailedOperation\.ApplyCert\w+)$/);
        expect(error?.message).not.toBe("");
        expect(error?.requestId).toMatch(UUID);
    });

    test("a call by GET is answered as one by POST", async () => {
        const { issuedDomain } = targetOf();
        const [get, post] = [await check(issuedDomain, { method: "GET" }), await check(issuedDomain)];
        expect({ ...get, fields: { ...withoutRequestId(get) } }).toEqual({ fields: withoutRequestId(post) });
    });

    test("a wrong key is a wrong signature", async () => {
        const { credentials, issuedDomain } = targetOf();
        const wrong = { ...credentials, secretKey: `${credentials.secretKey}x` };
        expect(await codeOf(check(issuedDomain, { credentials: wrong }))).toBe("AuthFailure.SignatureFailure");
    });

    test("a SecretId that does not exist is named as such", async () => {
        const nobody = { secretId: "AKIDNOBODYATALL", secretKey: "no-key" };
        expect(await codeOf(check(targetOf().issuedDomain, { credentials: nobody }))).toBe(
            "AuthFailure.SecretIdNotFound",
        );
    });

    test("a token that is not the key pair's is named as such", async () => {
        const { credentials, issuedDomain } = targetOf();
        const wrong = { ...credentials, token: "not-the-token" };
        expect(await codeOf(check(issuedDomain, { credentials: wrong }))).toBe("AuthFailure.TokenFailure");
    });

    test("an action that does not exist is named as such", async () => {
        expect(await codeOf(check("", { action: "NoSuchAction", parameters: {} }))).toBe("InvalidAction");
    });

    test("a parameter left out is named", async () => {
        const { error } = await checkWith({ ZoneId: undefined });
        expect(error).toMatchObject({ code: "MissingParameter", message: expect.stringContaining("ZoneId") });
    });

    test("a parameter of the wrong type is refused", async () => {
        const call = { action: "DescribeAccelerationDomains", parameters: { ZoneId: targetOf().zoneId, Limit: "ten" } };
        expect(await codeOf(check("", call))).toMatch(/^InvalidParameter/);
    });

    test("a parameter that does not exist is refused", async () => {
        expect(await codeOf(checkWith({ Wildcard: true }))).toBe("UnknownParameter");
    });
}

function withoutRequestId(answer: ApiAnswer): Record<string, unknown> {
    if (answer.error !== undefined) {
        throw new Error(`expected a certificate, got ${answer.error.code}: ${answer.error.message}`);
    }
    const { RequestId: _, ...fields } = answer.fields;
    return fields;
}
