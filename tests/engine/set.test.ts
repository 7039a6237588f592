import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack, type StackOptions, type State, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const type = "pulumi-nodejs:dynamic/teo:FreeCertificateVerificationSet";
const major = Number(process.versions.node.split(".")[0]);
const names = (count: number, prefix = "host") => Array.from({ length: count }, (_, i) => `${prefix}-${i}.xzone.cloud`);

type Options = ConstructorParameters<typeof Teo.FreeCertificateVerificationSet>[2];

/** A program of sets, each by its name. */
const program =
    (sets: Readonly<Record<string, readonly string[]>>, options: Options = {}) =>
    async () => {
        const teo: typeof Teo = require("pulumi-teo");
        const declare = (name: string, domains: readonly string[]) => {
            const set = new teo.FreeCertificateVerificationSet(name, { zoneId, domains: [...domains] }, options);
            const count = set.certificates.apply((certificates) => Object.keys(certificates).length);
            return { domains: set.domains, first: set.certificates[domains[0] as string], count };
        };
        return Object.fromEntries(Object.entries(sets).map(([name, domains]) => [name, declare(name, domains)]));
    };

let simulator: Simulator;
let stack: TestStack;

const open = async (options: StackOptions = {}) => {
    stack = await createTestStack({ env: simulator.environment(), ...options });
};
const issue = (domains: readonly string[]) => {
    for (const name of domains) simulator.domain(zoneId, name).issue({ expireTime: "2027-07-31T07:06:57Z" });
};
/** The domains that were asked about since the last time. */
const asked = () => {
    const domains = simulator.calls.map(({ domain }) => domain as string);
    simulator.clearCalls();
    return domains.sort();
};
const setsIn = ({ deployment }: State) =>
    (deployment.resources ?? [])
        .filter((resource) => resource.type === type)
        .map(({ urn, id, inputs, outputs }) => ({ name: urn.split("::").at(-1), id, inputs, outputs }))
        .sort((a, b) => (a.name as string).localeCompare(b.name as string));
/** A set in state, with the domains that it has certificates of. */
const setIn = async (name: string) => {
    const set = setsIn(await stack.exportState()).find((each) => each.name === name);
    return set && { ...set, certificates: Object.keys((set.outputs?.certificates as object | undefined) ?? {}).sort() };
};

beforeAll(async () => {
    simulator = await Simulator.start();
});
beforeEach(() => simulator.clearCalls());
afterAll(() => simulator.stop());

// Each test goes on from the stack of the one before.
describe("sets whose certificates are issued, in one stack, with the real engine", () => {
    const shops = names(20);
    const edited = names(10, "edited");
    const renewed = names(5, "renewed");
    const lost = names(3, "lost");

    beforeAll(() => open());
    afterAll(async () => {
        await stack.dispose();
        simulator.reset();
    });

    test("each waits for all its domains at once, whatever the parallelism, with one call for each that is issued", async () => {
        const late = shops.slice(0, 3);
        issue([...shops, ...edited, ...renewed, ...lost]);
        for (const name of late) simulator.domain(zoneId, name).issueAfter(4_000, { from: "firstCheck" });
        stack.program = program({ shops, edited: edited.slice(0, 8), renewed });

        const up = await stack.up();
        expect(up.changes).toEqual({ create: 4 });
        expect(up.durationMs).toBeLessThan(30_000);
        const calls = asked();
        expect(calls.filter((name) => !late.includes(name))).toEqual(
            [...shops.slice(3), ...edited.slice(0, 8), ...renewed].sort(),
        );
        for (const name of late) expect(calls.filter((each) => each === name).length).toBeLessThanOrEqual(4);
        expect(await stack.outputs()).toMatchObject({
            shops: {
                domains: shops,
                count: 20,
                first: {
                    commonName: shops[0],
                    signatureAlgorithm: "RSA 2048",
                    expireTime: expect.stringMatching(/Z$/),
                    requestId: expect.any(String),
                },
            },
        });
        const set = await setIn("shops");
        expect(set?.id).toMatch(/^zone-28v607hq8d3m\/[0-9a-f]{8}$/);
        expect(set?.inputs?.__provider).toBe(
            'exports.handler=()=>require("pulumi-teo/provider").FreeCertificateVerificationSet',
        );
    });

    test("a preview costs no call, nor does another order; domains that are added and removed update it in place, with calls for the new ones only", async () => {
        const { id } = (await setIn("edited")) ?? {};
        const reordered = [...shops].reverse();
        const spelled = reordered.map((name) => `${name.toUpperCase()}.`);
        const changed = edited.slice(2);
        stack.program = program({ shops: spelled, edited: changed, renewed, lost });
        expect((await stack.preview("--diff")).changes).toEqual({ create: 1, same: 3, update: 1 });
        expect(asked()).toEqual([]);

        expect((await stack.up()).changes).toEqual({ create: 1, same: 3, update: 1 });
        expect(asked()).toEqual([...edited.slice(8), ...lost].sort());
        const set = await setIn("edited");
        expect(set?.id).toBe(id);
        expect(set?.certificates).toEqual([...changed].sort());
        expect(await stack.outputs()).toMatchObject({
            shops: { domains: reordered, count: 20 },
            edited: { domains: changed, count: 8 },
        });
    });

    test("a refresh removes none that an outage hides", async () => {
        const before = setsIn(await stack.exportState());
        const end = simulator.fault({ code: "UnauthorizedOperation.CamUnauthorized", domain: "lost-1.xzone.cloud" });
        simulator.domain(zoneId, "lost-0.xzone.cloud").remove();
        // The others would take a second of the quota first.
        const { output } = await failure(stack.refresh("--target", `urn:pulumi:test::test::${type}::lost`));
        end();
        expect(output).toMatch(
            /failed after [0-2]s reading .*checks: +1 answered.*UnauthorizedOperation\.CamUnauthorized/s,
        );
        expect(setsIn(await stack.exportState())).toEqual(before);
    });

    test("a refresh shows a renewed and a gone certificate of a set as one update, and removes a set whose certificates are all gone", async () => {
        for (const name of ["host-0", "renewed-0"]) {
            simulator.domain(zoneId, `${name}.xzone.cloud`).renew({ expireTime: "2028-01-01T00:00:00Z" });
        }
        for (const name of ["host-1.xzone.cloud", ...lost]) simulator.domain(zoneId, name).remove();
        const { changes, output } = await stack.refresh("--diff");
        expect(changes).toEqual({ delete: 1, same: 2, update: 2 });
        expect(output.match(/~ expireTime *: ".*" => "2028-01-01T00:00:00Z"/g)).toHaveLength(2);
        expect(output).toMatch(
            /warning: 1 of 20 free certificates .* gone: FailedOperation\.FreeCertificateVerificationIsEmpty.*: host-1\.xzone\.cloud\./,
        );
        expect(output).toContain("3 of 3 free certificates");
        expect(asked()).toEqual([...shops, ...edited.slice(2), ...renewed, ...lost].sort());
        expect((await setIn("shops"))?.certificates).toEqual(
            shops.filter((name) => name !== "host-1.xzone.cloud").sort(),
        );
        expect(await setIn("lost")).toBeUndefined();
    });

    test("the next up waits for the gone one only, passes renewals on without a call, and calls for no domain that is removed", async () => {
        const gone = "host-1.xzone.cloud";
        simulator.domain(zoneId, gone).issueAfter(2_000, { from: "firstCheck" });
        stack.program = program({ shops, edited: edited.slice(3), renewed });
        expect((await stack.up()).changes).toEqual({ same: 2, update: 2 });
        expect(new Set(asked())).toEqual(new Set([gone]));
        const first = { expireTime: "2028-01-01T00:00:00Z" };
        expect(await stack.outputs()).toMatchObject({
            shops: { count: 20, first },
            edited: { count: 7 },
            renewed: { count: 5, first },
        });
    });

    test("all that follows is quiet, with one call for each domain by a refresh", async () => {
        const before = setsIn(await stack.exportState());
        expect((await stack.up("--refresh")).changes).toEqual({ same: 4 });
        // That summary is of the up alone: that the refresh found nothing shows in state.
        expect(setsIn(await stack.exportState())).toEqual(before);
        expect(asked()).toEqual([...shops, ...edited.slice(3), ...renewed].sort());
    });

    test("a destroy costs no call, and says that free certificates stay", async () => {
        const { changes, output } = await stack.destroy();
        expect(changes).toEqual({ delete: 4 });
        expect(output).toContain("Free certificates stay at EdgeOne");
        expect(simulator.callCount()).toBe(0);
    });
});

// Each test goes on from the stack of the one before.
describe("sets that wait, in one stack, with the real engine", () => {
    const shops = names(6, "shop");
    const domains = names(10);
    const pending = domains.slice(0, 3);
    const options = { customTimeouts: { create: "4s", update: "4s" } };
    let end: () => void;

    beforeAll(() => open());
    afterAll(async () => {
        await stack.dispose();
        simulator.reset();
    });

    // Node 20 has no way to hear the engine's Cancel: there the wait runs to its deadline.
    (major >= 22 ? test : test.failing)(
        "the first Ctrl-C ends all waits within a second and keeps what is issued",
        async () => {
            issue(shops.slice(2));
            for (const name of shops.slice(0, 2)) simulator.domain(zoneId, name).apply();
            stack.program = program({ shops }, { customTimeouts: { create: "8s" } });
            const running = stack.start(["up", "--yes", "--skip-preview"]);
            await running.printed(/waiting/);
            // Some are asked a second time: all six have had their first answer.
            while (simulator.callCount() <= shops.length) await delay(20);
            const interrupted = Date.now();
            running.interrupt();
            const { output } = await running.finished;
            expect(Date.now() - interrupted).toBeLessThan(1_000);
            expect(output).toMatch(/error: .*cancelled after .*4 issued, 2 pending/s);
        },
    );

    test("the next up asks for the rest only; a timeout of another set names every pending domain by its reason, and keeps what is issued", async () => {
        expect((await setIn("shops"))?.certificates).toEqual(shops.slice(2));
        issue([...shops, ...domains.slice(3)]);
        for (const name of pending) simulator.domain(zoneId, name).apply();
        end = simulator.fault({ domain: domains[2] as string, code: "InvalidParameter.DomainNotFound" });
        stack.program = program({ shops, late: domains }, options);
        const { output } = await failure(stack.up());
        expect(output).toMatch(
            /warning: the free certificate of host-2\.xzone\.cloud .* failed: .*The waits for the \d other domains go on/,
        );
        expect(output).toMatch(
            /error: 1 error occurred:\s+\* timed out after 4s waiting for the free certificates of 10 domains \(zone-28v607hq8d3m\) to be issued\n\s+domains: +7 issued, 2 pending, 1 failed\n\s+checks: .*\n\s+2 x ResourceUnavailable\.RecordUnExpected: .*RequestId .*\n\s+next step: .*\n\s+domains: +host-0\.xzone\.cloud, host-1\.xzone\.cloud\n\s+1 x InvalidParameter\.DomainNotFound.*\n\s+next step: .*\n\s+domains: +host-2\.xzone\.cloud\n\s+Nothing is lost/,
        );
        expect(output).not.toMatch(/^\s+at .*\(/m);
        expect(asked().filter((name) => name.startsWith("shop"))).toEqual(shops.slice(0, 2));
        expect((await setIn("shops"))?.certificates).toEqual(shops);
        expect((await setIn("late"))?.certificates).toEqual(domains.slice(3));
    });

    test("a refresh after a timeout calls no certificate gone that was never issued", async () => {
        const { changes, output } = await stack.refresh();
        expect(changes).toEqual({ same: 2, update: 1 });
        expect(output).not.toContain("is gone");
        expect((await setIn("late"))?.certificates).toEqual(domains.slice(3));
    });

    test("the next up asks for the pending ones only, and all that follows is quiet", async () => {
        const { id } = (await setIn("late")) ?? {};
        end();
        issue(domains);
        expect((await stack.up()).changes).toEqual({ same: 2, update: 1 });
        expect(asked()).toEqual(pending);
        expect((await setIn("late"))?.id).toBe(id);
        expect((await stack.up()).changes).toEqual({ same: 3 });
    });
});

describe("a set, with the real engine", () => {
    afterEach(async () => {
        await stack.dispose();
        simulator.reset();
    });

    test("wrong keys end all waits at once", async () => {
        const env = { ...simulator.environment(), TENCENTCLOUD_SECRET_KEY: "a-wrong-secret" };
        await open({ program: program({ shops: names(20) }), env });
        const { output, durationMs } = await failure(stack.up());
        expect(output).toMatch(
            /error: failed after [0-2]s waiting .*checks: +1 answered.*20 x AuthFailure\.SignatureFailure/s,
        );
        expect(durationMs).toBeLessThan(10_000);
        expect(simulator.callCount()).toBeLessThan(10);
        expect(await setIn("shops")).toBeUndefined();
    });

    test("wrong domains are refused in preview, each by its place in the list", async () => {
        await open({ program: program({ shops: ["a.xzone.cloud", "https://b.xzone.cloud", "A.xzone.cloud"] }) });
        const { output } = await failure(stack.preview());
        expect(output).toMatch(/property domains\[1\] value .* has a problem: "https:\/\/b\.xzone\.cloud" is a URL/);
        expect(output).toMatch(/property domains\[2\] .*: "A\.xzone\.cloud" is the same domain as domains\[0\]/);
        expect(simulator.callCount()).toBe(0);
    });

    test("a domain takes at most 400 bytes of state, exported or in the backend's file, whatever the name of its certificate", async () => {
        const own = names(50, "own");
        const other = names(50);
        simulator.domain(zoneId, "*.xzone.cloud").issue();
        issue(own);
        const few = { own10: own.slice(0, 10), other10: other.slice(0, 10) };
        await open({ program: program({ ...few, own50: own, other50: other }) });
        await stack.up();
        const exported = (await stack.start(["stack", "export"]).succeeded()).stdout;
        const file = await readFile(join(stack.folder, ".pulumi", "stacks", "test", "test.json"), "utf8");
        for (const text of [exported, file]) {
            // From the name of a resource to that of the next one, or to the end.
            const resources = text.split(/"urn": ?/).filter((each) => each.includes(`::${type}::`));
            const size = (name: string) =>
                Buffer.byteLength(resources.find((each) => each.includes(`::${name}"`)) as string);
            for (const kind of ["own", "other"]) {
                const bytes = (size(`${kind}50`) - size(`${kind}10`)) / 40;
                // Its name alone is there more than once: less is not what was to be measured.
                expect(bytes).toBeGreaterThan(50);
                expect(bytes).toBeLessThanOrEqual(400);
            }
        }
    });

    test("has the domains that the engine has resolved, and keeps what a secret tells secret", async () => {
        const [a, b] = ["secret-a.xzone.cloud", "secret-b.xzone.cloud"];
        issue([a, b]);
        simulator.host(zoneId, a).online();
        const declare = (domain: string) => async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const hidden = pulumi.secret(domain);
            const options = { ignoreChanges: ["domains"] };
            const set = new teo.FreeCertificateVerificationSet("set", { zoneId, domains: [hidden] }, options);
            const application = new teo.FreeCertificate("one", { zoneId, domain: pulumi.secret(a) });
            const one = new teo.FreeCertificateVerification("one", { zoneId, domain: application.domain });
            return {
                domains: set.domains,
                certificates: set.certificates,
                fqdn: application.dnsVerification.fqdn,
                commonName: one.commonName,
            };
        };
        await open({ program: declare(a) });
        await stack.up();
        stack.program = declare(b);
        expect((await stack.up("--refresh")).changes).toEqual({ same: 4 });
        const { domains, certificates, fqdn, commonName } = await stack.outputs();
        expect([domains, Object.keys(certificates as object), commonName]).toEqual([[a], [a], a]);
        expect(fqdn).toContain("secret-a");
        const resources = (await stack.exportState()).deployment.resources ?? [];
        const plain = resources.map(({ inputs, outputs }) => JSON.stringify({ inputs, outputs })).join("");
        expect(plain).not.toContain("secret-a");
    });
});
