import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as secureRequest } from "node:https";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { teo } from "tencentcloud-sdk-nodejs-teo";
import { Simulator } from "../../simulator";
import { check, ZONE } from "./nodeClient";
import { send } from "./raw";

const DOMAIN = "www.example.com";

describe("a simulator that takes TLS", () => {
    let folder: string;
    let caFile: string;
    let simulator: Simulator;

    beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "teo-tls-"));
        caFile = join(folder, "ca.pem");
        simulator = await Simulator.start({ quotaPerSecond: 0, tls: { caFile } });
        simulator.domain(ZONE, DOMAIN).issue();
    });
    afterAll(async () => {
        await simulator.stop();
        rmSync(folder, { recursive: true });
    });

    const clientWith = (agent: Agent, endpoint?: string) =>
        new teo.v20220901.Client({
            credential: { ...simulator.credentials },
            profile: { httpProfile: { ...(endpoint === undefined ? {} : { endpoint }), agent } },
        });
    const checkBy = (client: ReturnType<typeof clientWith>) =>
        client.CheckFreeCertificateVerification({ ZoneId: ZONE, Domain: DOMAIN });
    const serverCertificate = async () => {
        const { port } = new URL(simulator.endpoint);
        const socket: TLSSocket = connectTls({ port: Number(port), ca: simulator.certificateAuthority });
        await once(socket, "secureConnect");
        const certificate = socket.getPeerX509Certificate();
        socket.destroy();
        return certificate;
    };

    test("takes HTTP and HTTPS on one port", async () => {
        expect(simulator.secureEndpoint).toBe(simulator.endpoint.replace("http:", "https:"));
        expect((await check(simulator, DOMAIN)).fields).toMatchObject({ CommonName: DOMAIN });
        const agent = new Agent({ ca: simulator.certificateAuthority });
        for (const host of ["127.0.0.1", "localhost"]) {
            const client = clientWith(agent, new URL(simulator.endpoint).host.replace("127.0.0.1", host));
            expect(await checkBy(client)).toMatchObject({ CommonName: DOMAIN });
        }
    });

    test("is refused by a client that does not trust its authority, and goes on", async () => {
        const { host } = new URL(simulator.endpoint);
        await expect(checkBy(clientWith(new Agent(), host))).rejects.toThrow(/unable to verify|self-signed/);
        expect((await check(simulator, DOMAIN)).fields).toMatchObject({ CommonName: DOMAIN });
    });

    test("is the HTTPS proxy of a client, which then reaches it by the API's own name", async () => {
        const agent = new HttpsProxyAgent(simulator.endpoint);
        agent.options.ca = simulator.certificateAuthority;
        expect(await checkBy(clientWith(agent))).toMatchObject({ CommonName: DOMAIN });
        expect(await checkBy(clientWith(agent, "teo.intl.tencentcloudapi.com"))).toMatchObject({ CommonName: DOMAIN });
        await expect(checkBy(clientWith(agent, "example.com"))).rejects.toThrow();
    });

    test("shows a certificate that OpenSSL takes, by its strictest rules", async () => {
        writeFileSync(join(folder, "server.pem"), (await serverCertificate())?.toString() ?? "");
        const verify = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", caFile];
        const names = ["-verify_hostname", "teo.tencentcloudapi.com"];
        expect(`${execFileSync("openssl", [...verify, ...names, join(folder, "server.pem")])}`).toContain(": OK");
        expect(() =>
            execFileSync("openssl", [...verify, "-verify_hostname", "example.com", join(folder, "server.pem")], {
                stdio: "pipe",
            }),
        ).toThrow();
    });

    test("tells its authority to the file, over HTTP, and to the program", async () => {
        expect(simulator.certificateAuthority).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
        expect(readFileSync(caFile, "utf8")).toBe(simulator.certificateAuthority);
        const { json } = await send(simulator.endpoint, { method: "GET", path: "/simulator" });
        expect(json).toMatchObject({ certificateAuthority: simulator.certificateAuthority });
    });

    test("is controlled over HTTPS, too", async () => {
        // One object, as the international SDK, which another test may have loaded, replaces Node's function by one that knows no other form.
        const { hostname, port } = new URL(simulator.secureEndpoint as string);
        const outgoing = secureRequest({
            hostname,
            port,
            path: "/simulator",
            ca: simulator.certificateAuthority,
        }).end();
        const [response] = await once(outgoing, "response");
        expect(response.resume().statusCode).toBe(200);
    });

    test("has another authority each time it starts", async () => {
        await using other = await Simulator.start({ tls: true });
        expect(other.certificateAuthority).not.toBe(simulator.certificateAuthority);
    });

    test("outlives connections that say nothing, or nonsense, and stops in spite of them", async () => {
        const other = await Simulator.start({ tls: true });
        const port = Number(new URL(other.endpoint).port);
        const silent = connectTcp({ port }).on("error", () => undefined);
        const noise = connectTcp({ port }, () => noise.write(Buffer.from([0x16, 0xff, 0xff, 0xff, 0xff])));
        await Promise.all([
            once(silent, "connect"),
            once(
                noise.on("error", () => undefined),
                "close",
            ),
        ]);
        expect((await send(other.endpoint, { method: "GET", path: "/simulator" })).status).toBe(200);
        await other.stop();
    });

    test("refuses a file that cannot be written, before it listens", async () => {
        const start = Simulator.start({ tls: { caFile: join(folder, "no", "such", "folder") } });
        await expect(start).rejects.toThrow("tls.caFile: cannot be written: ENOENT");
    });

    test("without the option, takes no TLS and no tunnels", async () => {
        await using plain = await Simulator.start();
        expect([plain.secureEndpoint, plain.certificateAuthority]).toEqual([undefined, undefined]);
        const { json } = await send(plain.endpoint, { method: "GET", path: "/simulator" });
        expect(json).not.toHaveProperty("certificateAuthority");
    });
});
