import { type DomainListing, type HostListing, Simulator } from "../../simulator";
import { call as callApi, check, ZONE } from "./nodeClient";
import { send } from "./raw";
import { apply, DOMAIN as HOST } from "./simulated";

describe("the control of a simulator over HTTP", () => {
    let simulator: Simulator;

    beforeAll(async () => {
        simulator = await Simulator.start({ quotaPerSecond: 0, proof: "records", clock: () => 0 });
    });
    beforeEach(() => simulator.reset());
    afterAll(() => simulator.stop());

    const call = async <Json>(method: string, path: string, body?: unknown) => {
        const headers = { "Content-Type": "application/json" };
        const request = { method, path: `/simulator${path}`, headers };
        const answer = await send<Json>(
            simulator.endpoint,
            body === undefined ? request : { ...request, body: JSON.stringify(body) },
        );
        return { status: answer.status, json: answer.json };
    };
    const change = (fields: Record<string, unknown>) =>
        call<HostListing>("POST", "/hosts", { zoneId: ZONE, host: HOST, ...fields });
    const refused = (field: string) => ({
        status: 400,
        json: { error: expect.objectContaining({ code: "invalid", field }) },
    });

    test("takes a host through its states, as the typed API does", async () => {
        const stateAfter = async (fields: Record<string, unknown>) => (await change(fields)).json.state;
        expect(await stateAfter({ do: "online" })).toEqual(simulator.host(ZONE, HOST).state);
        for (const [change, status] of Object.entries({
            process: "process",
            offline: "offline",
            forbid: "forbidden",
            init: "init",
            online: "online",
        })) {
            expect((await stateAfter({ do: change })).domainStatus).toBe(status);
        }
        expect((await stateAfter({ do: "setMode", mode: "sslcert", certId: "mine" })).certificate).toMatchObject({
            mode: "sslcert",
            list: [{ certId: "mine", status: "deployed" }],
        });
        const replaced = await stateAfter({ do: "replaceCertificate", alias: "other" });
        expect(replaced.certificate.list).toMatchObject([{ alias: "other" }]);
        await change({ do: "deployFails", as: "issued", times: 1 });
        await change({ do: "deployTakes", ms: 0 });
        const bind = () => callApi(simulator, "ModifyHostsCertificate", { Hosts: [HOST], Mode: "eofreecert" });
        await bind();
        expect(simulator.host(ZONE, HOST).state.certificate.list).toMatchObject([{ status: "issued" }]);
        await bind();
        expect(simulator.host(ZONE, HOST).state.certificate.list).toMatchObject([{ status: "deployed" }]);
        await change({ do: "deploySucceeds" });
        await bind();
        expect(simulator.host(ZONE, HOST).state.certificate.list).toMatchObject([{ status: "processing" }]);
        expect((await stateAfter({ do: "remove" })).domainStatus).toBe("unknown");
    });

    test("lists hosts, all or those asked for", async () => {
        await change({ do: "online" });
        await change({ do: "online", host: "api.example.com" });
        await change({ do: "online", zoneId: "zone-other" });
        const namesOf = async (query: string) => {
            const { json } = await call<{ hosts: HostListing[] }>("GET", `/hosts${query}`);
            return json.hosts.map(({ zoneId, host }) => `${zoneId} ${host}`);
        };
        expect(await namesOf("")).toHaveLength(3);
        expect(await namesOf(`?zoneId=${ZONE}`)).toHaveLength(2);
        expect(await namesOf("?host=WWW.example.com")).toEqual([`${ZONE} ${HOST}`, `zone-other ${HOST}`]);
    });

    test("publishes, lists and removes records", async () => {
        await apply(simulator, HOST, "dns_challenge");
        const [listing] = (await call<{ domains: DomainListing[] }>("GET", "/domains")).json.domains;
        const { place: name, dnsVerification } = listing?.application ?? {};
        const record = { name, type: dnsVerification?.recordType, value: dnsVerification?.recordValue };
        expect((await call("POST", "/records", record)).status).toBe(200);
        expect((await call("GET", "/records")).json).toEqual({ records: [record] });
        await call("DELETE", `/records?name=${name}&type=TXT`);
        expect(simulator.records).toHaveLength(1);
        expect((await check(simulator, HOST)).error).toBeUndefined();
        await call("DELETE", `/records?name=${name}`);
        expect(simulator.records).toEqual([]);
    });

    test("publishes, lists and removes files", async () => {
        await apply(simulator, HOST, "http_challenge");
        const { place: url, fileVerification } = simulator.domain(ZONE, HOST).application ?? {};
        const file = { url, content: fileVerification?.content };
        expect((await call("POST", "/files", file)).status).toBe(200);
        expect((await call("GET", "/files")).json).toEqual({ files: [file] });
        expect((await check(simulator, HOST)).error).toBeUndefined();
        await call("DELETE", `/files?url=${encodeURIComponent(url ?? "")}`);
        expect(simulator.files).toEqual([]);
    });

    test("releases a domain that was declared", async () => {
        const domain = { zoneId: ZONE, domain: HOST };
        await call("POST", "/domains", { ...domain, do: "issue" });
        expect((await call<DomainListing>("POST", "/domains", { ...domain, do: "release" })).json.state).toEqual({
            status: "neverApplied",
        });
    });

    test("forgets hosts, records and files at a reset", async () => {
        await change({ do: "online" });
        await call("POST", "/records", { name: "a.example.com", type: "TXT", value: "1" });
        await call("POST", "/files", { url: "http://a.example.com/x", content: "1" });
        await call("POST", "/reset", {});
        expect([simulator.hosts, simulator.records, simulator.files]).toEqual([[], [], []]);
    });

    test.each<[string, string, string, unknown, string]>([
        ["a change that does not exist", "POST", "/hosts", { do: "constructor" }, "do"],
        ["a host that is none", "POST", "/hosts", { zoneId: ZONE, host: 7, do: "online" }, "host"],
        ["a mode that is none", "POST", "/hosts", { zoneId: ZONE, host: HOST, do: "setMode", mode: 1 }, "mode"],
        ["no mode", "POST", "/hosts", { zoneId: ZONE, host: HOST, do: "setMode" }, "mode"],
        [
            "a certificate's unknown field",
            "POST",
            "/hosts",
            { zoneId: ZONE, host: HOST, do: "setMode", mode: "sslcert", id: "x" },
            "id",
        ],
        ["no delay", "POST", "/hosts", { zoneId: ZONE, host: HOST, do: "deployTakes" }, "ms"],
        ["a record that is none", "POST", "/records", [], "name"],
        ["a record of an unknown type", "POST", "/records", { name: "a", type: "A", value: "1" }, "type"],
        ["a record without a name", "DELETE", "/records", undefined, "name"],
        ["a file that is none", "POST", "/files", { url: "/x", content: "1" }, "url"],
        ["a file without a URL", "DELETE", "/files", undefined, "url"],
    ])("refuses %s, and names the field", async (_, method, path, body, field) => {
        expect(await call(method, path, body)).toEqual(refused(field));
    });
});
