import { type DomainListing, Simulator } from "../../simulator";
import { check, ZONE } from "./nodeClient";
import { type RawAnswer, type RawRequest, send } from "./raw";

const DOMAIN = "aa.xzone.cloud";
const JSON_TYPE = { "Content-Type": "application/json" };

describe("the control of a simulator over HTTP", () => {
    let simulator: Simulator;
    let now: number;

    beforeAll(async () => {
        simulator = await Simulator.start({ quotaPerSecond: 0, clock: () => now, seed: 7 });
    });
    beforeEach(() => {
        now = Date.parse("2026-01-01T00:00:00Z");
        simulator.reset();
    });
    afterAll(() => simulator.stop());

    const call = <Json>(method: string, path: string, body?: unknown, headers: Record<string, string> = JSON_TYPE) => {
        const request: RawRequest = { method, path: `/simulator${path}`, headers };
        return send<Json>(
            simulator.endpoint,
            body === undefined ? request : { ...request, body: JSON.stringify(body) },
        );
    };
    const change = (fields: Record<string, unknown>) =>
        call<{ state: { status: string; code?: string } }>("POST", "/domains", {
            zoneId: ZONE,
            domain: DOMAIN,
            ...fields,
        });
    const codeOf = async () => (await check(simulator, DOMAIN)).error?.code;
    const refused = (status: number, error: Record<string, unknown>): Partial<RawAnswer> =>
        expect.objectContaining({ status, json: { error: expect.objectContaining(error) } });

    test("tells the seed and how many calls there were", async () => {
        await check(simulator, DOMAIN);
        expect(await call("GET", "")).toMatchObject({ status: 200, json: { seed: 7, callCount: 1 } });
    });

    test("takes a domain through its states, as the typed API does", async () => {
        expect((await change({ do: "apply" })).json.state.status).toBe("pending");
        expect((await change({ do: "pending", code: "Made.Up" })).json.state.code).toBe("Made.Up");
        expect(await codeOf()).toBe("Made.Up");
        expect((await change({ do: "issue", commonName: "*.xzone.cloud" })).json.state).toEqual({
            status: "issued",
            commonName: "*.xzone.cloud",
            signatureAlgorithm: "RSA 2048",
            expireTime: "2026-04-01T00:00:00Z",
        });
        expect((await change({ do: "expire" })).json.state.status).toBe("expired");
        expect((await change({ do: "renew", expireTime: "2027-01-01T00:00:00Z" })).json.state.status).toBe("issued");
        expect((await change({ do: "remove" })).json.state).toEqual({ status: "neverApplied" });
        expect((await change({ do: "answer", response: {} })).json.state).toEqual({ status: "answer", response: {} });
        expect((await change({ do: "issueAfter", ms: 5, from: "firstCheck" })).json.state.status).toBe("pending");
        expect(await codeOf()).toBe("ResourceUnavailable.RecordUnExpected");
        now += 5;
        expect(await codeOf()).toBeUndefined();
    });

    test("lists domains, all or those asked for", async () => {
        await change({ do: "issue" });
        await change({ do: "apply", domain: "bb.xzone.cloud" });
        await change({ do: "apply", zoneId: "zone-other" });
        const namesOf = async (query: string) => {
            const { json } = await call<{ domains: DomainListing[] }>("GET", `/domains${query}`);
            return json.domains.map(({ zoneId, domain }) => `${zoneId} ${domain}`);
        };
        expect(await namesOf("")).toHaveLength(3);
        expect(await namesOf(`?zoneId=${ZONE}&domain=BB.xzone.cloud`)).toEqual([`${ZONE} bb.xzone.cloud`]);
    });

    test("adds, lists and removes faults", async () => {
        const { id } = (await call<{ id: number }>("POST", "/faults", { code: "InternalError", times: 9 })).json;
        expect(await codeOf()).toBe("InternalError");
        expect((await call("GET", "/faults")).json).toEqual({
            faults: [{ id, fault: { code: "InternalError", times: 9 }, left: 8 }],
        });
        expect((await call("DELETE", `/faults/${id}`)).status).toBe(200);
        expect(await call("DELETE", `/faults/${id}`)).toEqual(refused(404, { code: "not-found" }));
        await call("POST", "/faults", { drop: true });
        await call("DELETE", "/faults");
        expect(simulator.faults).toEqual([]);
    });

    test("shows the last calls, and forgets them", async () => {
        await check(simulator, DOMAIN);
        await check(simulator, "bb.xzone.cloud");
        const { json } = await call("GET", "/calls?limit=1");
        expect(json).toEqual({ count: 2, calls: [expect.objectContaining({ domain: "bb.xzone.cloud", status: 200 })] });
        await call("DELETE", "/calls");
        expect(simulator.callCount()).toBe(0);
    });

    test("resets the simulator", async () => {
        await change({ do: "issue" });
        expect((await call("POST", "/reset", {})).status).toBe(200);
        expect(simulator.domains).toEqual([]);
    });

    test.each<[string, Record<string, unknown>, string]>([
        ["a method that does not exist", { do: "constructor" }, "do"],
        ["a zone id that is none", { do: "issue", zoneId: 7 }, "zoneId"],
        ["a domain that is none", { do: "issue", domain: "" }, "domain"],
        ["a time that is none", { do: "issue", expireTime: "soon" }, "expireTime"],
        ["a field that is another method's", { do: "issue", ms: 1 }, "ms"],
        ["a delay that is none", { do: "issueAfter", ms: "1" }, "ms"],
        ["no delay", { do: "issueAfter" }, "ms"],
        ["an answer that is none", { do: "answer", response: [] }, "response"],
    ])("refuses %s, and names the field", async (_, fields, field) => {
        expect(await change(fields)).toEqual(refused(400, { code: "invalid", field }));
        expect(simulator.domains).toEqual([]);
    });

    test.each<[string, string, Record<string, object>]>([
        ["domains", "domain", { issueAfter: { ms: 1 }, answer: { response: {} } }],
        ["hosts", "host", { setMode: { mode: "disable" }, deployTakes: { ms: 1 } }],
    ])(
        "refuses a field that no change of %s has, whether the change takes fields or not",
        async (path, name, needed) => {
            const post = (fields: Record<string, unknown>) =>
                call<{ error: { message: string } }>("POST", `/${path}`, { zoneId: ZONE, [name]: DOMAIN, ...fields });
            const { message } = (await post({ do: "?" })).json.error;
            const changes = [...message.matchAll(/"(\w+)"/g)].map(([, change]) => change as string);
            expect(changes.length).toBeGreaterThan(8);
            for (const change of changes) {
                expect(await post({ do: change, ...needed[change], unheardOf: 1 })).toEqual(
                    refused(400, { code: "invalid", field: "unheardOf" }),
                );
            }
            expect([simulator.domains, simulator.hosts]).toEqual([[], []]);
        },
    );

    test("refuses faults and limits that make no sense, and names the field", async () => {
        expect(await call("POST", "/faults", { rate: 2, drop: true })).toEqual(refused(400, { field: "rate" }));
        expect(await call("POST", "/faults", [])).toEqual(refused(400, { field: "the fault" }));
        expect(await call("GET", "/calls?limit=-1")).toEqual(refused(400, { field: "limit" }));
    });

    test("refuses bodies that are no JSON, or too large", async () => {
        const path = "/simulator/faults";
        const sendBody = (body: string) => send(simulator.endpoint, { path, body, headers: JSON_TYPE });
        expect(await sendBody("{")).toEqual(refused(400, { field: "body" }));
        expect(await sendBody(" ".repeat(1_048_577))).toEqual(refused(413, { code: "too-large" }));
        expect(await call("POST", "/faults", {}, { "Content-Type": "text/plain" })).toEqual(
            refused(415, { code: "unsupported-media-type" }),
        );
    });

    test("knows its paths and methods, and no others", async () => {
        expect(await call("GET", "/nothing")).toEqual(refused(404, { code: "not-found" }));
        expect(await call("PUT", "/domains", {})).toEqual(refused(405, { code: "method-not-allowed" }));
        expect((await send(simulator.endpoint, { method: "GET", path: "/simulators" })).status).toBe(404);
    });

    test.each([
        ["another site's page", { Origin: "https://evil.example" }],
        ["a page without an origin", { Origin: "null" }],
        ["another local server's page", { Origin: "http://127.0.0.1:1" }],
        ["another site's form or image", { "Sec-Fetch-Site": "cross-site" }],
        ["a name that was made to resolve here", { Host: "evil.example" }],
        ["a name that looks like an address here", { Host: "127.0.0.1.evil.example" }],
    ])("refuses what comes from %s", async (_, headers) => {
        simulator.domain(ZONE, DOMAIN).issue();
        const answer = await call("POST", "/reset", {}, { ...JSON_TYPE, ...headers } as Record<string, string>);
        expect(answer).toEqual(refused(403, { code: "forbidden" }));
        expect(simulator.domains).toHaveLength(1);
    });

    test("goes by any name of this machine's loopback", async () => {
        const { host, port } = new URL(simulator.endpoint);
        const names: Record<string, string>[] = [
            { Host: `localhost:${port}` },
            { Host: `[::1]:${port}` },
            { Origin: `http://${host}` },
        ];
        for (const headers of names) {
            expect((await call("GET", "", undefined, headers)).status).toBe(200);
        }
    });
});
