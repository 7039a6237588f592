import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack, type StackOptions, type State, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const type = "pulumi-nodejs:dynamic/teo:FreeCertificateVerification";
const major = Number(process.versions.node.split(".")[0]);
const [aa, bb, cc, dd] = ["aa.xzone.cloud", "bb.xzone.cloud", "cc.xzone.cloud", "dd.xzone.cloud"] as const;

type Options = ConstructorParameters<typeof Teo.FreeCertificateVerification>[2];

/** For a program: the class, and what most need of it. */
const library = () => (require("pulumi-teo") as typeof Teo).FreeCertificateVerification;
const certificate = (name: string, domain: string, options: Options = {}, zone = zoneId) =>
    new (library())(name, { zoneId: zone, domain }, options);

const resourcesIn = ({ deployment }: State) =>
    (deployment.resources ?? [])
        .filter((resource) => resource.type === type)
        .map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }))
        .sort((a, b) => a.urn.localeCompare(b.urn));
/** The ids of the certificates in a state. */
const ids = (state: State) => resourcesIn(state).map(({ id }) => id?.split("/")[1]);

let simulator: Simulator;
let stack: TestStack;

const open = async (options: StackOptions = {}) => {
    stack = await createTestStack({ env: simulator.environment(), ...options });
};
/** The domains that were asked about since the last time. */
const asked = () => {
    const domains = simulator.calls.map(({ domain }) => domain as string);
    simulator.clearCalls();
    return domains.sort();
};

beforeAll(async () => {
    simulator = await Simulator.start();
});
beforeEach(() => simulator.clearCalls());
afterAll(() => simulator.stop());

// Each test goes on from the stack of the one before.
describe("issued certificates in one stack, with the real engine", () => {
    const warning =
        /warning: the free certificate of dd\.xzone\.cloud .* expires in 5 days.*proves control of the domain was removed/;

    beforeAll(async () => {
        simulator.domain(zoneId, aa).issue({ expireTime: "2027-07-31T07:06:57Z", requestId: "id-1" });
        simulator.domain(zoneId, bb).issue();
        simulator.domain(zoneId, cc).issue();
        simulator.domain(zoneId, dd).issue({ expireTime: new Date(Date.now() + 5.5 * 86_400_000).toISOString() });
        await open();
    });
    afterAll(async () => {
        await stack.dispose();
        simulator.reset();
    });

    test("each costs one call, and one that should have been renewed by now is warned of", async () => {
        stack.program = async () => {
            const Certificate = library();
            const { commonName, expireTime } = new Certificate("www", { zoneId, domain: aa });
            new Certificate("moved", { zoneId, domain: bb });
            new Certificate("late", { zoneId, domain: dd });
            return { commonName, expireTime };
        };
        const up = await stack.up();
        expect(up.changes).toEqual({ create: 4 });
        expect(asked()).toEqual([aa, bb, dd]);
        expect(up.output).toMatch(warning);
        expect(await stack.outputs()).toEqual({ commonName: aa, expireTime: "2027-07-31T07:06:57Z" });
    });

    test("each takes at most 1.7 kB of state, with the same short line for all", async () => {
        const state = await stack.exportState();
        const resources = resourcesIn(state);
        const provider = 'exports.handler=()=>require("pulumi-teo/provider").FreeCertificateVerification';
        expect(resources.find(({ urn }) => urn.endsWith("::www"))).toMatchObject({
            id: `${zoneId}/${aa}`,
            inputs: { __provider: provider, zoneId, domain: aa },
            outputs: {
                __provider: provider,
                zoneId,
                domain: aa,
                commonName: aa,
                signatureAlgorithm: "RSA 2048",
                expireTime: "2027-07-31T07:06:57Z",
                requestId: "id-1",
            },
        });
        expect(resources.map(({ inputs }) => inputs?.__provider)).toEqual([provider, provider, provider]);
        for (const resource of state.deployment.resources?.filter((each) => each.type === type) ?? []) {
            // Pulumi records where the program declares it: as in a checkout whose path has 20 characters.
            const text = JSON.stringify(resource).replaceAll(process.cwd(), "x".repeat(20));
            expect(text.length).toBeLessThanOrEqual(1_700);
        }
    });

    test("a preview costs no call, nor do other timeouts or another spelling; a change of domain replaces", async () => {
        stack.program = async () => {
            const { commonName, expireTime } = certificate("www", "AA.xzone.cloud.", {
                customTimeouts: { create: "1h" },
            });
            certificate("moved", cc);
            certificate("late", dd);
            certificate("new", bb);
            return { commonName, expireTime };
        };
        expect((await stack.preview()).changes).toEqual({ create: 1, replace: 1, same: 3 });
        expect(asked()).toEqual([]);
        const up = await stack.up();
        expect(up.changes).toEqual({ create: 1, replace: 1, same: 3 });
        expect(asked()).toEqual([bb, cc]);
        expect(up.output).toMatch(warning);
        const moved = resourcesIn(await stack.exportState()).filter(({ urn }) => urn.endsWith("::moved"));
        expect(moved.map(({ id }) => id)).toEqual([`${zoneId}/${cc}`]);
    });

    test("a refresh removes none that an outage hides", async () => {
        const before = resourcesIn(await stack.exportState());
        const end = simulator.fault({ code: "UnauthorizedOperation.CamUnauthorized" });
        const { output } = await failure(stack.refresh());
        end();
        expect(output).toMatch(
            /failed after [0-2]s reading .*checks: +1 answered.*UnauthorizedOperation\.CamUnauthorized/s,
        );
        expect(output).not.toMatch(/^\s+at .*\(/m);
        expect(resourcesIn(await stack.exportState())).toEqual(before);
    });

    test("a refresh shows a renewal as an update, removes what is gone, and warns of what was not renewed; it costs one call for each", async () => {
        simulator.domain(zoneId, aa).renew({ expireTime: "2028-01-01T00:00:00Z" });
        simulator.domain(zoneId, cc).remove();
        const { changes, output } = await stack.refresh("--diff");
        expect(changes).toEqual({ delete: 1, same: 3, update: 1 });
        expect(output).toMatch(/~ expireTime +: ".*" => "2028-01-01T00:00:00Z"/);
        expect(output).toContain("is gone: FailedOperation.FreeCertificateVerificationIsEmpty");
        expect(output).toMatch(warning);
        expect(asked()).toEqual([aa, bb, cc, dd]);
        expect(ids(await stack.exportState()).sort()).toEqual([aa, bb, dd]);
    });

    test("the next up passes the renewal on and is quiet without a call, and so is a refresh that follows", async () => {
        stack.program = async () => {
            const { commonName, expireTime } = certificate("www", aa);
            certificate("late", dd);
            certificate("new", bb);
            return { commonName, expireTime };
        };
        const up = await stack.up();
        expect(up.changes).toEqual({ same: 4 });
        expect(asked()).toEqual([]);
        expect(up.output).toMatch(warning);
        expect(await stack.outputs()).toMatchObject({ expireTime: "2028-01-01T00:00:00Z" });
        const before = resourcesIn(await stack.exportState());
        expect((await stack.up("--refresh")).changes).toEqual({ same: 4 });
        // That summary is of the up alone: that the refresh found nothing shows in state.
        expect(resourcesIn(await stack.exportState())).toEqual(before);
        expect(asked()).toEqual([aa, bb, dd]);
    });

    test("a destroy costs no call, and says that free certificates stay", async () => {
        const { changes, output } = await stack.destroy();
        expect(changes).toEqual({ delete: 4 });
        expect(output).toContain("Free certificates stay at EdgeOne");
        expect(asked()).toEqual([]);
    });
});

// Each test goes on from the stack of the one before.
describe("waits in one stack, with the real engine", () => {
    beforeAll(() => open());
    afterAll(async () => {
        await stack.dispose();
        simulator.reset();
    });

    // Node 20 has no way to hear the engine's Cancel: there the wait runs to its deadline.
    (major >= 22 ? test : test.failing)("the first Ctrl-C ends every wait within a second", async () => {
        for (const name of [aa, bb, cc]) simulator.domain(zoneId, name).apply();
        stack.program = async () => {
            for (const name of [aa, bb, cc]) certificate(name, name, { customTimeouts: { create: "6s" } });
        };
        const running = stack.start(["up", "--yes", "--skip-preview"]);
        await running.printed(/waiting/);
        const interrupted = Date.now();
        running.interrupt();
        const { output } = await running.finished;
        expect(Date.now() - interrupted).toBeLessThan(1_000);
        expect(output).toMatch(/error: cancelled after .*resumes the wait/s);
        const { deployment } = await stack.exportState();
        expect(deployment.pending_operations ?? []).toEqual([]);
    });

    /** A certificate to wait for, and one that is only read. */
    const program = (timeout: string) => async () => {
        certificate(aa, aa, { customTimeouts: { create: timeout } });
        const found = library().get("found", `${zoneId}/${dd}`);
        return { zoneId: found.zoneId, commonName: found.commonName, expireTime: found.expireTime };
    };

    test("a timeout fails the update with all that was seen; get does not wait for a certificate, and says so when there is none", async () => {
        simulator.domain(zoneId, dd).apply();
        stack.program = program("3s");
        const { output, durationMs } = await failure(stack.up());
        expect(output).toMatch(
            /error: timed out after 3s waiting for the free certificate of aa\.xzone\.cloud \(zone-28v607hq8d3m\) to be issued\n\s+checks: +2 answered\n\s+last answer: ResourceUnavailable\.RecordUnExpected: .*RequestId .*\n\s+next step: /,
        );
        expect(output).toMatch(
            /there is no free certificate of dd\.xzone\.cloud .*RecordUnExpected.*`get` and imports do not wait/s,
        );
        // Three of them are the timeout of the other.
        expect(durationMs).toBeLessThan(13_000);
        expect(asked().filter((name) => name === dd)).toHaveLength(1);
        expect(ids(await stack.exportState())).toEqual([]);
    });

    test("the next up resumes: a pending certificate keeps it waiting, with the reason on the screen, until it is issued", async () => {
        simulator.domain(zoneId, aa).issueAfter(5_000, { from: "firstCheck" });
        for (const name of [bb, cc]) simulator.domain(zoneId, name).issue();
        simulator.domain(zoneId, dd).issue({ expireTime: "2027-07-31T07:06:57Z" });
        stack.program = async () => {
            for (const name of [bb, cc]) certificate(name, name);
            return program("1m")();
        };
        const running = stack.start(["up", "--yes", "--skip-preview"]);
        await running.printed(
            /waiting \ds: RecordUnExpected: aa\.xzone\.cloud: 无法正确检测到验证值.*\(ResourceUnavailable\.RecordUnExpected, 1 check, zone-28v607hq8d3m\)/,
        );
        const { changes, output } = await running.succeeded();
        expect(changes).toEqual({ create: 3, same: 1 });
        const checks = asked().filter((name) => name === aa).length;
        expect(checks).toBeGreaterThanOrEqual(3);
        expect(checks).toBeLessThanOrEqual(4);
        // What showed while it waited is not printed a second time at the end.
        expect(output.match(/waiting \d+s: RecordUnExpected/g)).toHaveLength(1);
        expect(await stack.outputs()).toEqual({ zoneId, commonName: dd, expireTime: "2027-07-31T07:06:57Z" });
    });
});

describe("what a stack is given, with the real engine", () => {
    afterEach(async () => {
        await stack.dispose();
        simulator.reset();
    });

    test("missing and wrong credentials fail within 10 s, and no secret is anywhere", async () => {
        const program = async () => void certificate("www", aa);
        await open({ program, env: {}, config: { "teo:endpoint": simulator.endpoint } });
        const missing = await failure(stack.up());
        expect(missing.output).toMatch(/No credentials for Tencent Cloud\..*teo:secretId.*TENCENTCLOUD_SECRET_ID/s);
        expect(missing.durationMs).toBeLessThan(10_000);
        expect(simulator.callCount()).toBe(0);

        await stack.setConfig({ "teo:secretId": "AKIDSIMULATOR", "teo:secretKey": { secret: "a-wrong-secret" } });
        const wrong = await failure(stack.up());
        expect(wrong.output).toContain("AuthFailure.SignatureFailure");
        expect(wrong.durationMs).toBeLessThan(10_000);

        const { secretKey } = simulator.credentials;
        await stack.setConfig({ "teo:secretKey": { secret: secretKey } });
        simulator.domain(zoneId, aa).issue();
        const right = await stack.up();
        const state = JSON.stringify(await stack.exportState());
        for (const text of [
            wrong.output,
            JSON.stringify(wrong.events),
            right.output,
            JSON.stringify(right.events),
            state,
        ]) {
            expect(text).not.toContain("a-wrong-secret");
            expect(text).not.toContain(secretKey);
        }
    });

    test("wrong input is refused in preview, every fault at once, each by its property", async () => {
        await open({
            async program() {
                const options = { customTimeouts: { create: "half an hour" } };
                certificate("www", "https://aa.xzone.cloud", options, "xzone.cloud");
            },
        });
        const { output } = await failure(stack.preview());
        expect(output).toContain("property zoneId value {xzone.cloud} has a problem: is not a zone id");
        expect(output).toContain(
            "property domain value {https://aa.xzone.cloud} has a problem: is a URL with a scheme",
        );
        expect(output).toContain("property customTimeouts.create value {<nil>} has a problem: must be a duration");
        expect(output).not.toMatch(/^\s+at .*\(/m);
        expect(simulator.callCount()).toBe(0);
    });
});
