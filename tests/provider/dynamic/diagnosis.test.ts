import { createSocket } from "node:dgram";
import { once } from "node:events";
import { Simulator } from "../../../simulator";
import { type Host, startHost } from "../../host";

const zoneId = "zone-28v607hq8d3m";
const record = { fqdn: "_dnsauth.www.example.com", recordType: "CNAME", recordValue: "www.example.com.eoacme0.com" };

/** The resource as it is, whose outputs also tell what of the diagnosis has been loaded. */
const telling = `exports.handler = () => {
    const it = require("pulumi-teo/provider").FreeCertificateVerification;
    const loaded = () => Object.keys(require.cache).filter((file) => /diagnosis|waiting.proof|dns-packet/.test(file)).length;
    return { ...it, create: async (inputs) => {
        const { id, outs } = await it.create(inputs);
        return { id, outs: { ...outs, loaded: loaded() } };
    } };
};`;

describe("the host", () => {
    const packets: Buffer[] = [];
    const socket = createSocket("udp4");
    let simulator: Simulator;
    let host: Host;

    beforeAll(async () => {
        socket.on("message", (packet) => packets.push(packet)).bind(0, "127.0.0.1");
        await once(socket, "listening");
        simulator = await Simulator.start();
        const config = { "teo:resolvers": `127.0.0.1:${socket.address().port}` };
        host = await startHost({ env: simulator.environment(), config });
    });
    afterAll(async () => {
        await host?.stop();
        await simulator?.stop();
        socket.close();
    });

    test("loads nothing of the diagnosis and sends no DNS packet for a certificate that is issued, and does for one that stays pending", async () => {
        const resource = host.resource(telling);
        const issued = "issued.example.com";
        simulator.domain(zoneId, issued).issue();
        expect((await resource.create({ zoneId, domain: issued, dnsVerification: record })).outs.loaded).toBe(0);
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(packets).toEqual([]);

        const pending = "www.example.com";
        simulator.domain(zoneId, pending).issueAfter(3_000, { from: "firstCheck" });
        const { outs } = await resource.create({ zoneId, domain: pending, dnsVerification: record });
        expect(outs.loaded).toBeGreaterThan(5);
        expect(packets.length).toBeGreaterThan(0);
    });
});
