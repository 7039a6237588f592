import { type KeyPair, Simulator } from "../../simulator";
import { receive } from "../../simulator/protocol/receivedCall";
import { authenticate } from "../../simulator/protocol/signature";
import { ZONE } from "./nodeClient";
import { type Envelope, type FormSigning, send, signForm } from "./raw";

const PERMANENT: KeyPair = { secretId: "AKIDPERMANENT", secretKey: "permanent-key" };
const TEMPORARY: KeyPair = { secretId: "AKIDTEMPORARY", secretKey: "temporary-key", token: "temporary-token" };
const NOW = Date.parse("2026-03-01T00:01:00Z");
const FORM_TYPE = { "Content-Type": "application/x-www-form-urlencoded" };

const KINDS = (["GET", "POST"] as const).flatMap((method) =>
    (["HmacSHA1", "HmacSHA256"] as const).map((algorithm) => [algorithm, method] as const),
);

describe.each(KINDS)("a %s signature by %s", (algorithm, method) => {
    let simulator: Simulator;
    let host: string;

    beforeAll(async () => {
        simulator = await Simulator.start({
            credentials: [PERMANENT, TEMPORARY],
            signatureClock: () => NOW,
            quotaPerSecond: 0,
        });
        simulator.domain(ZONE, "aa.xzone.cloud").issue();
        host = new URL(simulator.endpoint).host;
    });
    afterAll(() => simulator.stop());

    const sendForm = (fields: Readonly<Record<string, string | undefined>>) => {
        const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
        const text = `${new URLSearchParams(given)}`;
        return send<Envelope>(
            simulator.endpoint,
            method === "GET" ? { method, path: `/?${text}` } : { headers: FORM_TYPE, body: text },
        );
    };

    /** The code that a signed call is answered, after `changes` to its fields once signed. */
    async function codeOf(signing: Partial<FormSigning> = {}, changes: Record<string, string | undefined> = {}) {
        const parameters = { ZoneId: ZONE, Domain: "aa.xzone.cloud", ...signing.parameters };
        const signed = signForm({ keyPair: PERMANENT, host, method, algorithm, atMs: NOW, ...signing, parameters });
        const answer = await sendForm({ ...signed, ...changes });
        expect(answer.status).toBe(200);
        expect(answer.headers["content-type"]).toBe("application/json");
        return answer.json.Response.Error?.Code ?? "accepted";
    }

    test("is accepted, over the host with or without its port, and over no other", async () => {
        expect(await codeOf()).toBe("accepted");
        expect(await codeOf({ host: "127.0.0.1" })).toBe("accepted");
        expect(await codeOf({ host: "teo.tencentcloudapi.com" })).toBe("AuthFailure.SignatureFailure");
    });

    test("by another key, or an unknown SecretId, is refused as such", async () => {
        expect(await codeOf({ keyPair: { ...PERMANENT, secretKey: "x" } })).toBe("AuthFailure.SignatureFailure");
        expect(await codeOf({ keyPair: { ...PERMANENT, secretId: "x" } })).toBe("AuthFailure.SecretIdNotFound");
    });

    test.each(["Domain", "Action", "Nonce", "Timestamp", "SignatureMethod", "Region"])(
        "is refused where %s was changed on its way",
        async (name) => {
            const changed = { Timestamp: `${NOW / 1000 + 1}`, Nonce: "1", SignatureMethod: "HmacSHA512" };
            // What is not HmacSHA256 is HmacSHA1, but the name of the method is signed, too.
            expect(await codeOf({}, { [name]: "changed", ...pick(changed, name) })).toBe(
                "AuthFailure.SignatureFailure",
            );
        },
    );

    test("is refused with a character too few, and with none at all", async () => {
        expect(await codeOf({}, { Signature: "abc=" })).toBe("AuthFailure.SignatureFailure");
        expect(await codeOf({}, { Signature: "" })).toBe("MissingParameter");
    });

    test("is good for 300 seconds either way, and not for one more", async () => {
        expect(await codeOf({ atMs: NOW - 300_000 })).toBe("accepted");
        expect(await codeOf({ atMs: NOW + 300_000 })).toBe("accepted");
        expect(await codeOf({ atMs: NOW - 301_000 })).toBe("AuthFailure.SignatureExpire");
        expect(await codeOf({ atMs: NOW + 301_000 })).toBe("AuthFailure.SignatureExpire");
    });

    test("by temporary credentials needs their token, and by permanent ones takes none", async () => {
        expect(await codeOf({ keyPair: TEMPORARY })).toBe("accepted");
        expect(await codeOf({ keyPair: { ...TEMPORARY, token: undefined } })).toBe("AuthFailure.TokenFailure");
        expect(await codeOf({ keyPair: { ...TEMPORARY, token: "temporary-tokem" } })).toBe("AuthFailure.TokenFailure");
        expect(await codeOf({ keyPair: { ...PERMANENT, token: "any" } })).toBe("AuthFailure.TokenFailure");
    });

    test.each(["Action", "Version", "Timestamp", "Nonce", "SecretId", "Signature"])(
        "without %s misses a parameter",
        async (name) => {
            expect(await codeOf({}, { [name]: undefined })).toBe("MissingParameter");
        },
    );

    test.each([
        ["Nonce", "-1"],
        ["Nonce", "many"],
        ["Timestamp", "today"],
    ])("is refused with %s %s", async (name, value) => {
        expect(await codeOf({ parameters: { [name]: value } })).toBe("InvalidParameter");
    });

    test("without the name of its method is a HmacSHA1 one", async () => {
        expect(await codeOf({ algorithm: undefined })).toBe("accepted");
    });

    test("covers names in Unicode, blanks, and what a query must escape", async () => {
        const parameters = { Domain: "中文 &=+%.xzone.cloud" };
        expect(await codeOf({ parameters })).toBe("InvalidParameterValue.InvalidDomainName");
    });

    test("is answered in the language of its parameter", async () => {
        const signed = signForm({
            ...{ keyPair: PERMANENT, host, method, algorithm, atMs: NOW },
            parameters: { Action: "Nothing", Language: "en-US" },
        });
        expect((await sendForm(signed)).json.Response.Error?.Message).toMatch(/^The request action/);
    });
});

function pick(values: Record<string, string>, name: string): Record<string, string> {
    const value = values[name];
    return value === undefined ? {} : { [name]: value };
}

test("a HmacSHA1 signature is the one of the vendor's documentation, to the letter", () => {
    const keyPair = { secretId: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", secretKey: "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE" };
    const query =
        "Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886&Offset=0&Region=ap-guangzhou" +
        `&SecretId=${keyPair.secretId}&Signature=EliP9YW3pW28FpsEdkXt%2F%2BWcGeI%3D&Timestamp=1465185768&Version=2017-03-12`;
    const headers = { host: "cvm.tencentcloudapi.com" };
    const call = receive({ method: "GET", path: "/", query, headers, body: Buffer.alloc(0) });
    expect(authenticate(call, [keyPair], 1_465_185_768_000)).toBe(keyPair);
    expect(call.input).toEqual({ InstanceIds: ["ins-09dx96dg"], Limit: "20", Offset: "0" });
});
