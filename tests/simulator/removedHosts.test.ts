import type { Simulator } from "../../simulator";
import { call, ZONE } from "./nodeClient";
import { apply, codeOf, DOMAIN, modify, simulated } from "./simulated";

const NOT_FOUND = "ResourceUnavailable.HostNotFound";

describe("a host that a test has removed, where a zone has every host that a call names", () => {
    let simulator: Simulator;
    simulated(
        (started) => {
            simulator = started;
        },
        { undeclaredHosts: "online" },
    );
    const bind = () => codeOf(modify(simulator, { Mode: "disable" }));
    const list = async () => {
        const Filters = [{ Name: "domain-name", Values: [DOMAIN] }];
        return (await call(simulator, "DescribeAccelerationDomains", { Filters })).fields?.TotalCount;
    };

    test.each([
        ["was there", true],
        ["no call had named", false],
    ])("and that %s, stays removed, whoever names it", async (_, wasThere) => {
        if (wasThere) {
            expect(await bind()).toBeUndefined();
        }
        expect(simulator.host(ZONE, DOMAIN).remove().state.domainStatus).toBe("unknown");
        await apply(simulator, DOMAIN);
        expect(await list()).toBe(0);
        expect(await bind()).toBe(NOT_FOUND);
        expect(await codeOf(modify(simulator, { Hosts: ["api.example.com"], Mode: "disable" }))).toBeUndefined();
    });

    test("comes back where a test declares it, and with a reset", async () => {
        const host = simulator.host(ZONE, DOMAIN);
        host.remove().remove().online();
        expect(await bind()).toBeUndefined();
        host.remove();
        simulator.reset();
        expect(await bind()).toBeUndefined();
    });

    test("leaves its namesake of another zone alone", async () => {
        simulator.host(ZONE, DOMAIN).remove();
        expect(await codeOf(modify(simulator, { ZoneId: "zone-other", Mode: "disable" }))).toBeUndefined();
    });
});
