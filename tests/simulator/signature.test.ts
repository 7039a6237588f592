import { type KeyPair, Simulator } from "../../simulator";
import { receive } from "../../simulator/protocol/receivedCall";
import { authenticate } from "../../simulator/protocol/signature";
import { ZONE } from "./nodeClient";
import { type Envelope, type RawRequest, type Signing, send, sign } from "./raw";

const PERMANENT: KeyPair = { secretId: "AKIDPERMANENT", secretKey: "permanent-key" };
const TEMPORARY: KeyPair = { secretId: "AKIDTEMPORARY", secretKey: "temporary-key", token: "temporary-token" };
const BODY = JSON.stringify({ ZoneId: ZONE, Domain: "aa.xzone.cloud" });
const NOW = Date.parse("2026-03-01T00:01:00Z");

describe("a signature", () => {
    let simulator: Simulator;
    let host: string;

    beforeAll(async () => {
        simulator = await Simulator.start({ credentials: [PERMANENT, TEMPORARY], signatureClock: () => NOW });
        simulator.domain(ZONE, "aa.xzone.cloud").issue();
        host = new URL(simulator.endpoint).host;
    });
    afterAll(() => simulator.stop());

    /** The code that a signed call is answered, after `changes` to it once signed. */
    async function codeOf(signing: Partial<Signing> = {}, changes: RawRequest = {}): Promise<string> {
        const signed = sign({ keyPair: PERMANENT, body: BODY, host, atMs: NOW, ...signing });
        const headers = Object.fromEntries(
            Object.entries({ ...signed, ...changes.headers }).filter(([, value]) => value !== ""),
        );
        const answer = await send<Envelope>(simulator.endpoint, { body: BODY, ...changes, headers });
        expect(answer.status).toBe(200);
        expect(answer.headers["content-type"]).toBe("application/json");
        return answer.json.Response.Error?.Code ?? "accepted";
    }

    test("over the host with its port is accepted", async () => {
        expect(host).toMatch(/:\d+$/);
        expect(await codeOf()).toBe("accepted");
    });

    test("over the host without its port is accepted", async () => {
        expect(await codeOf({ host: "127.0.0.1" })).toBe("accepted");
    });

    test("over another host is refused", async () => {
        expect(await codeOf({ host: "teo.tencentcloudapi.com" })).toBe("AuthFailure.SignatureFailure");
    });

    test("by another key is refused", async () => {
        const keyPair = { ...PERMANENT, secretKey: "another-key" };
        expect(await codeOf({ keyPair })).toBe("AuthFailure.SignatureFailure");
    });

    test("by an unknown SecretId is refused as such", async () => {
        expect(await codeOf({ keyPair: { ...PERMANENT, secretId: "AKIDNOBODY" } })).toBe(
            "AuthFailure.SecretIdNotFound",
        );
    });

    test("of another body is refused: a body tampered with on its way", async () => {
        const body = BODY.replace("aa.", "bb.");
        expect(await codeOf({}, { body })).toBe("AuthFailure.SignatureFailure");
    });

    test("does not become right by calling its body unsigned", async () => {
        const tampered = { body: "{}", headers: { "X-TC-Content-SHA256": "UNSIGNED-PAYLOAD" } };
        expect(await codeOf({}, tampered)).toBe("AuthFailure.SignatureFailure");
    });

    test("that says it leaves the body out is held against no body", async () => {
        const headers = sign({ keyPair: PERMANENT, body: "UNSIGNED-PAYLOAD", host, atMs: NOW });
        const unsigned = { ...headers, "X-TC-Content-SHA256": "UNSIGNED-PAYLOAD" };
        const { json } = await send<Envelope>(simulator.endpoint, { body: BODY, headers: unsigned });
        expect(json.Response.CommonName).toBe("aa.xzone.cloud");
    });

    test("is good for 300 seconds either way, and not for one more", async () => {
        expect(await codeOf({ atMs: NOW - 300_000 })).toBe("accepted");
        expect(await codeOf({ atMs: NOW + 300_000 })).toBe("accepted");
        expect(await codeOf({ atMs: NOW - 301_000 })).toBe("AuthFailure.SignatureExpire");
        expect(await codeOf({ atMs: NOW + 301_000 })).toBe("AuthFailure.SignatureExpire");
    });

    test("replayed under a newer timestamp is refused", async () => {
        const headers = { "X-TC-Timestamp": `${NOW / 1000}` };
        expect(await codeOf({ atMs: NOW - 301_000 }, { headers })).toBe("AuthFailure.SignatureFailure");
    });

    test("with the date of another day than its timestamp is refused", async () => {
        expect(await codeOf({ date: "2026-02-28" })).toBe("AuthFailure.SignatureFailure");
    });

    test("by temporary credentials needs their token", async () => {
        expect(await codeOf({ keyPair: TEMPORARY })).toBe("accepted");
        const without = { ...TEMPORARY, token: undefined };
        expect(await codeOf({ keyPair: without })).toBe("AuthFailure.TokenFailure");
        expect(await codeOf({ keyPair: { ...TEMPORARY, token: "temporary-tokem" } })).toBe("AuthFailure.TokenFailure");
    });

    test("by permanent credentials takes no token", async () => {
        expect(await codeOf({ keyPair: { ...PERMANENT, token: "any" } })).toBe("AuthFailure.TokenFailure");
    });

    test.each([
        ["is absent", ""],
        ["is of another scheme", "Bearer abc"],
        ["has no signature", "TC3-HMAC-SHA256 Credential=AKIDPERMANENT/2026-03-01/teo/tc3_request"],
        [
            "does not cover the host",
            `TC3-HMAC-SHA256 Credential=AKIDPERMANENT/2026-03-01/teo/tc3_request, SignedHeaders=content-type, Signature=${"0".repeat(64)}`,
        ],
    ])("that %s is no authorization", async (_, authorization) => {
        const headers = { Authorization: authorization };
        expect(await codeOf({}, { headers })).toBe("AuthFailure.InvalidAuthorization");
    });

    test("is the one of the vendor's documentation, to the letter", () => {
        const keyPair = {
            secretId: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            secretKey: "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        };
        const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
        const headers = {
            "content-type": "application/json; charset=utf-8",
            host: "cvm.tencentcloudapi.com",
            "x-tc-timestamp": "1551113065",
            authorization:
                `TC3-HMAC-SHA256 Credential=${keyPair.secretId}/2019-02-25/cvm/tc3_request, ` +
                "SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
        };
        const request = { method: "POST", path: "/", query: "", headers, body: Buffer.from(body) };
        expect(authenticate(receive(request), [keyPair], 1_551_113_065_000)).toBe(keyPair);
    });
});
