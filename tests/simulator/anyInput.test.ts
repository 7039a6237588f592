import fc from "fast-check";
import { Simulator } from "../../simulator";
import { VERSIONS } from "../../simulator/actions";
import type { Kind, Parameters } from "../../simulator/actions/parameters";
import { call, ZONE } from "./nodeClient";

const TEXTS: Readonly<Record<string, readonly string[]>> = {
    ZoneId: [ZONE, ZONE, "zone-other", "z"],
    Domain: ["www.example.com", "*.example.com", "example.com"],
    DomainName: ["www.example.com", "*.example.com", "a"],
    ZoneName: ["example.com", "other.example", "xn--a.example"],
    Hosts: ["www.example.com", "*.example.com"],
    DomainNames: ["www.example.com", "b.example.com"],
    RecordNames: ["www.example.com"],
    OriginType: ["IP_DOMAIN", "COS", "AWS_S3", "VOD"],
    Origin: ["203.0.113.7", "127.0.0.1", "b.example.com"],
    PlanId: ["edgeone-1"],
    Name: ["a.example.com", "zone-name", "zone-id", "domain-name", "toString"],
    Content: ["203.0.113.7", "b.example.com"],
    Mode: ["eofreecert", "sslcert", "eofreecert_manual", "disable"],
    Status: ["online", "offline"],
    Type: ["A", "CNAME", "TXT", "full", "partial", "noDomainAccess"],
    VerificationMethod: ["dns_challenge", "http_challenge"],
    Values: [ZONE, "example.com", "www"],
    Switch: ["on", "off"],
};
/** What no parameter is meant for. */
const ODD = ["", "__proto__", "constructor", "пример.рф", "x".repeat(300), "\u0000", "-", "..", "*"];

function arbitraryOf(kind: Kind, name: string): fc.Arbitrary<unknown> {
    if (typeof kind === "string") {
        const scalar = {
            string: fc.constantFrom(...(TEXTS[name] ?? ["a"]), ...(TEXTS[name] ?? []), ...ODD),
            integer: fc.constantFrom(0, 1, 20, 60, 443, -1, 2 ** 31),
            boolean: fc.boolean(),
            any: fc.anything({ maxDepth: 2, withNullPrototype: false }),
        }[kind.replace("?", "") as "string"];
        return kind.endsWith("?") ? fc.option(scalar, { nil: undefined }) : scalar;
    }
    if ("optional" in kind) {
        return fc.option(arbitraryOf(kind.optional, name), { nil: undefined });
    }
    return "listOf" in kind ? fc.array(arbitraryOf(kind.listOf, name), { maxLength: 3 }) : inputOf(kind.objectOf);
}

const inputOf = (parameters: Parameters): fc.Arbitrary<Record<string, unknown>> =>
    fc.record(Object.fromEntries(Object.entries(parameters).map(([name, kind]) => [name, arbitraryOf(kind, name)])));

describe("whatever a caller sends of the right types", () => {
    let simulator: Simulator;
    beforeAll(async () => {
        // Calls change what later ones find, and time goes on between them.
        simulator = await Simulator.start({ quotaPerSecond: 0, proof: "records", undeclaredHosts: "online" });
    });
    afterAll(() => simulator.stop());

    test.each(Object.entries(VERSIONS["2022-09-01"]?.actions ?? {}))(
        "%s answers it, or says what is wrong, and never fails itself",
        async (name, { parameters }) => {
            await fc.assert(
                fc.asyncProperty(inputOf(parameters), fc.constantFrom("GET", "POST"), async (input, method) => {
                    const { error } = await call(simulator, name, { ZoneId: undefined, ...input }, { method });
                    await simulator.advance(3_600_000);
                    expect([error?.code, error?.message]).not.toContain("InternalError");
                    // The message of a code that has none.
                    expect(error?.message).not.toBe("模拟的错误。");
                }),
                { numRuns: 60 },
            );
        },
    );
});
