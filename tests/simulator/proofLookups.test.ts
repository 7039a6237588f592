import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Simulator } from "../../simulator";
import { type DnsServer, start as startDns } from "../dnsServer";
import { check, ZONE } from "./nodeClient";
import { applyForProof, codeOf, DOMAIN, simulated } from "./simulated";

const UNSEEN = "ResourceUnavailable.RecordUnExpected";

describe("the proof of an application, looked for elsewhere,", () => {
    let simulator: Simulator;
    const { start } = simulated((started) => {
        simulator = started;
    });
    const checkedCode = () => codeOf(check(simulator, DOMAIN));

    describe("in the DNS", () => {
        let dns: DnsServer;

        beforeEach(async () => {
            dns = await startDns();
        });
        afterEach(() => dns.stop());

        test("is looked up, and seen once it is right", async () => {
            await start({ proof: { mode: "dns", resolver: dns.address } });
            const { place, value } = await applyForProof(simulator);
            expect(await checkedCode()).toBe(UNSEEN);
            expect(dns.questions).toEqual([`CNAME ${place}`]);
            dns.set(place, "CNAME", "other.example");
            expect(await checkedCode()).toBe(UNSEEN);
            dns.set(place, "CNAME", value);
            expect(await checkedCode()).toBeUndefined();
            dns.remove(place, "CNAME");
            expect(await checkedCode()).toBeUndefined();
            expect(dns.questions).toHaveLength(3);
        });

        test("may be a TXT record", async () => {
            await start({ proof: { mode: "dns", resolver: dns.address }, recordType: "TXT" });
            const { place, value } = await applyForProof(simulator);
            dns.set(place, "TXT", value.toUpperCase());
            expect(await checkedCode()).toBe(UNSEEN);
            dns.set(place, "TXT", value);
            expect(await checkedCode()).toBeUndefined();
            expect(dns.questions[0]).toBe(`TXT ${place}`);
        });

        test("is not seen where nobody answers, and a declared domain is not looked up", async () => {
            await start({ proof: { mode: "dns", resolver: dns.address } });
            const { place, value } = await applyForProof(simulator);
            dns.set(place, "CNAME", value);
            simulator.domain(ZONE, DOMAIN).pending();
            expect(await checkedCode()).toBe(UNSEEN);
            expect(dns.questions).toEqual([]);
            simulator.domain(ZONE, DOMAIN).release();
            await dns.stop();
            expect(await checkedCode()).toBe(UNSEEN);
            dns = await startDns();
        });

        test("by file is looked for among the files published here", async () => {
            await start({ proof: { mode: "dns", resolver: dns.address } });
            const { place, value } = await applyForProof(simulator, "http_challenge");
            expect(await checkedCode()).toBe(UNSEEN);
            simulator.publishFile(place, value);
            expect(await checkedCode()).toBeUndefined();
        });
    });

    describe("on a web server", () => {
        let server: Server;
        let answer: RequestListener;

        beforeEach(async () => {
            server = createServer((request, response) => answer(request, response));
            await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
            const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
            await start({ proof: { mode: "http", address } });
        });
        afterEach(() => {
            server.closeAllConnections();
            server.close();
        });

        test("is got by the domain's own name and path, and seen once it is right", async () => {
            const { path, value } = await applyForProof(simulator, "http_challenge");
            const seen: unknown[] = [];
            let content = "other";
            answer = ({ method, url, headers }, response) => {
                seen.push({ method, url, host: headers.host });
                response.end(content);
            };
            expect(await checkedCode()).toBe(UNSEEN);
            content = `${value}\r\n`;
            expect(await checkedCode()).toBeUndefined();
            expect(seen).toEqual(Array(2).fill({ method: "GET", url: path, host: DOMAIN }));
        });

        test.each<[string, (value: string) => RequestListener]>([
            ["a page of an error", (value) => (_, response) => response.writeHead(404).end(value)],
            ["a redirect", (value) => (_, response) => response.writeHead(302, { Location: "/" }).end(value)],
            ["more than any proof", (value) => (_, response) => response.end(value + " ".repeat(70_000))],
            ["a cut connection", (value) => (_, response) => response.write(value, () => response.destroy())],
        ])("is not seen in %s", async (_, answerWith) => {
            const { value } = await applyForProof(simulator, "http_challenge");
            answer = answerWith(value);
            expect(await checkedCode()).toBe(UNSEEN);
            answer = (__, response) => response.end(value);
            expect(await checkedCode()).toBeUndefined();
        });

        test("that never comes is not waited for, and ends with the simulator", async () => {
            await applyForProof(simulator, "http_challenge");
            answer = () => undefined;
            const from = performance.now();
            expect(await checkedCode()).toBe(UNSEEN);
            expect(performance.now() - from).toBeLessThan(5000);
            const asked = new Promise<void>((resolve) => {
                answer = (request) => request.once("close", resolve) && void stopped();
            });
            const stopped = () => simulator.stop();
            await expect(checkedCode()).rejects.toThrow(/socket hang up|ECONNRESET/);
            await asked;
        });

        test("by DNS is looked for among the records published here", async () => {
            const { place: name, value } = await applyForProof(simulator);
            simulator.publish({ name, type: "CNAME", value });
            expect(await checkedCode()).toBeUndefined();
        });
    });
});
