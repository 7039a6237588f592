import type { FreeCertificateCheck } from "../../../../provider/api/actions";
import { type ApiError, apiError, transportError } from "../../../../provider/api/errors";
import type { HostState } from "../../../../provider/api/hosts";
import { isForUsers, PartialFailure } from "../../../../provider/common/userError";
import { HostCertificateLifecycle } from "../../../../provider/lifecycle/hostCertificate/hostCertificateLifecycle";
import type { EngineRequest } from "../../../../provider/lifecycle/shared/context";
import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { bare } from "../bareHost";
import { answered, fakeContext } from "../fakeContext";

const zoneId = "zone-28v607hq8d3m";
const host = "www.example.com";
const id = `${zoneId}/${host}`;
const inputs = { zoneId, host, mode: "eofreecert_manual" as const, commonName: "*.example.com" };
const deployed: HostState = {
    ...bare,
    mode: "eofreecert_manual",
    certificateId: "cert-1",
    certificateIds: ["cert-1"],
    status: "deployed",
    deployTime: "2026-11-23T00:00:10Z",
    expireTime: "2027-02-21T00:00:00Z",
};
const outs = {
    ...inputs,
    certificateId: "cert-1",
    status: "deployed",
    deployTime: "2026-11-23T00:00:10Z",
    expireTime: "2027-02-21T00:00:00Z",
};

/** A lifecycle before a zone whose host is as `state` says, given the seconds since the start and since the last change, if any. */
function lifecycle(
    state: (seconds: number, sinceChange: number | undefined) => HostState | ApiError | undefined,
    check: FreeCertificateCheck | ApiError = apiError("ResourceUnavailable.RecordUnExpected", "not seen"),
) {
    const modes: string[] = [];
    let changedAt: number | undefined;
    const given = fakeContext({
        async describeHost() {
            return answered(state(given.seconds(), changedAt === undefined ? undefined : given.seconds() - changedAt));
        },
        async modifyHostCertificate({ mode }) {
            modes.push(mode);
            changedAt = given.seconds();
        },
        async checkFreeCertificateVerification() {
            return answered(check);
        },
    });
    return { ...given, it: new HostCertificateLifecycle(given.context), modes };
}

const deploysWithin = (seconds: number, before: HostState = bare) =>
    lifecycle((_, since) => {
        if (since === undefined) return before;
        return since < seconds ? { ...deployed, status: "processing" } : deployed;
    });

describe("check", () => {
    const check = (news: object) => lifecycle(() => bare).it.check({}, { zoneId, host, ...news });

    test("fills in the mode, and names every bad property at once", async () => {
        await expect(check({})).resolves.toEqual({ inputs: { zoneId, host, mode: "eofreecert_manual" }, failures: [] });
        const { failures } = await check({ zoneId: "x", host: "", mode: "sslcert" });
        expect(failures?.map(({ property }) => property)).toEqual(["zoneId", "host", "mode"]);
    });

    test("refuses a common name that does not cover the host", async () => {
        const { failures } = await check({ commonName: "*.other.com" });
        const reason = expect.stringContaining(`does not cover the host ${host}: `);
        const secretReason = expect.stringContaining("does not cover the host: ");
        expect(failures).toEqual([{ property: "commonName", reason, secretReason }]);
        await expect(check({ commonName: UNKNOWN })).resolves.toMatchObject({ failures: [] });
    });
});

test.each([
    [{}, {}, false, []],
    [{ customTimeouts: { create: "1m" } }, {}, false, []],
    [{ host: "b.example.com" }, {}, true, ["host"]],
    [{ mode: "eofreecert" }, {}, true, []],
    [{ commonName: host }, {}, true, []],
    [{}, { status: "failed" }, true, []],
    [{}, { mode: "disable" }, true, []],
] as const)("diff of inputs %j and state %j: %s, %j", async (news, olds, changes, replaces) => {
    const { it } = lifecycle(() => bare);
    await expect(it.diff(id, { ...outs, ...olds }, { ...inputs, ...news } as never)).resolves.toEqual({
        changes,
        replaces,
    });
});

describe("create", () => {
    test("binds, and waits until the host says deployed: the answer alone is not believed", async () => {
        const { it, clock, modes, seconds } = deploysWithin(30);
        await expect(clock.until(it.create(inputs))).resolves.toEqual({ id, outs });
        expect(modes).toEqual(["eofreecert_manual"]);
        expect(seconds()).toBeGreaterThanOrEqual(30);
        expect(seconds()).toBeLessThan(40);
    });

    test("takes over what is deployed already, changing nothing", async () => {
        const { it, clock, modes } = lifecycle(() => deployed);
        await expect(clock.until(it.create(inputs))).resolves.toEqual({ id, outs });
        expect(modes).toEqual([]);
    });

    test("takes up a deployment that an interrupted run began", async () => {
        const { it, clock, modes } = lifecycle((now) => (now < 20 ? { ...deployed, status: "processing" } : deployed));
        await expect(clock.until(it.create(inputs))).resolves.toEqual({ id, outs });
        expect(modes).toEqual([]);
    });

    test("binds again what had failed, and does not take the old failure for a new one", async () => {
        const failed = { ...deployed, status: "failed" };
        const { it, clock, modes } = lifecycle((_, since) => (since === undefined || since < 8 ? failed : deployed));
        await expect(clock.until(it.create(inputs))).resolves.toEqual({ id, outs });
        expect(modes).toEqual(["eofreecert_manual"]);
    });

    test.each([
        [
            "failed",
            "DeploymentFailed",
            /the application for the certificate failed; the check reports ResourceUnavailable\.RecordUnExpected: not seen/,
        ],
        ["issued", "BindingFailed", /binding it failed; the check reports ResourceUnavailable\.RecordUnExpected/],
    ])(
        "ends with the check's reason when the status stays %s, and records what was accepted",
        async (status, code, why) => {
            const { it, clock, seconds } = lifecycle((_, since) =>
                since === undefined ? bare : { ...deployed, status },
            );
            const error = (await clock.until(it.create(inputs).catch((e) => e))) as PartialFailure;
            expect(error).toBeInstanceOf(PartialFailure);
            expect(error.message).toContain(code);
            expect(error.message).toMatch(why);
            expect(error.id).toBe(id);
            expect(error.properties).toMatchObject({ ...inputs, status });
            expect(seconds()).toBeGreaterThanOrEqual(10);
            expect(seconds()).toBeLessThan(16);
        },
    );

    test.each([
        [
            "the zone no longer has this host",
            undefined,
            /HostNotFound: the zone zone-28v607hq8d3m has no acceleration domain/,
            70,
        ],
        ["the host is offline", { ...bare, domainStatus: "offline" }, /HostOffline/, 1],
        ["the host is forbidden", { ...bare, domainStatus: "forbidden" }, /HostForbidden/, 1],
    ])("says so when %s, before any change", async (_, state, message, within) => {
        const { it, clock, modes, seconds } = lifecycle(() => state);
        const error = await clock.until(it.create(inputs).catch((e) => e));
        expect(error).not.toBeInstanceOf(PartialFailure);
        expect(error.message).toMatch(message);
        expect(modes).toEqual([]);
        expect(seconds()).toBeLessThan(within);
    });

    test("does not wait for ever for a change that was accepted and shows nowhere", async () => {
        const { it, clock, seconds } = lifecycle(() => bare);
        await expect(clock.until(it.create(inputs))).rejects.toThrow(/ModeNotApplied.*eofreecert_manual/s);
        expect(seconds()).toBeLessThan(200);
    });

    test.each([
        ["got lost", transportError("NetworkError", "socket hang up", "https://teo.example.com"), true],
        ["is not understood", apiError("Brand.NewCode", "?"), true],
        ["is a refusal", apiError("InvalidParameter.Mode", "no"), false],
    ])("whose answer %s is in state only where the change may have been made", async (_, answer, isPartial) => {
        const { context, clock } = fakeContext({
            describeHost: async () => bare,
            modifyHostCertificate: () => Promise.reject(answer),
        });
        const creating = new HostCertificateLifecycle(context).create({ ...inputs, customTimeouts: { create: "30s" } });
        const error = await clock.until(creating.catch((e) => e));
        if (!isPartial) return expect(error).not.toBeInstanceOf(PartialFailure);
        // With the mode that was sent: a destroy takes back no other.
        expect(error).toMatchObject({ id, properties: { zoneId, host, mode: "eofreecert_manual" } });
    });

    test("that a fault of this package's ends after the change was sent leaves it in state, and keeps the stack of the fault", async () => {
        const fault = new TypeError("no property of undefined");
        const { it, clock, modes } = lifecycle((_, since) => {
            if (since !== undefined) throw fault;
            return bare;
        });
        const error = await clock.until(it.create(inputs).catch((e) => e));
        expect(modes).toEqual(["eofreecert_manual"]);
        expect(error).toBeInstanceOf(PartialFailure);
        expect(error).toMatchObject({ id, properties: { zoneId, host, mode: "eofreecert_manual" }, cause: fault });
        expect(error.stack).toBe(fault.stack);
        expect(isForUsers(error)).toBe(false);
    });

    test("that is cancelled after the change was accepted leaves it in state", async () => {
        const { it, clock, user } = deploysWithin(1e6);
        const creating = it.create(inputs).catch((e) => e);
        await clock.advance(20_000);
        user.abort();
        const error = await creating;
        expect(error).toBeInstanceOf(PartialFailure);
        expect(error.message).toMatch(/^cancelled after 20s deploying .*resumes the deployment/s);
        expect(isForUsers(error)).toBe(true);
        expect(error.properties).toMatchObject({ status: "processing" });
    });
});

describe("another certificate", () => {
    const renewed = () =>
        lifecycle((_, since) =>
            since !== undefined && since >= 6 ? { ...deployed, deployTime: "2026-11-23T00:01:00Z" } : deployed,
        );

    test("binds again by an update, and waits for the new deployment", async () => {
        const { it, clock, modes } = renewed();
        const { outs: updated } = await clock.until(it.update(id, { ...outs, commonName: host }, inputs));
        expect(updated).toEqual({ ...outs, deployTime: "2026-11-23T00:01:00Z" });
        expect(modes).toEqual(["eofreecert_manual"]);
    });

    test("binds again where the engine replaces the resource for it, and not what another host serves already", async () => {
        const { it, clock, modes } = renewed();
        await it.diff(id, { ...outs, host: "other.xzone.cloud", commonName: host }, inputs);
        await clock.until(it.create(inputs));
        expect(modes).toEqual([]);
        await it.diff(id, { ...outs, commonName: host }, inputs);
        const { outs: replaced } = await clock.until(it.create(inputs));
        expect(replaced).toEqual({ ...outs, deployTime: "2026-11-23T00:01:00Z" });
        expect(modes).toEqual(["eofreecert_manual"]);
    });
});

describe("read", () => {
    const read = (state: HostState | ApiError | undefined, props: object = outs) => {
        const given = lifecycle(() => state);
        return { ...given, result: given.clock.until(given.it.read(id, props as never)) };
    };

    test("of an unchanged host changes nothing", async () => {
        await expect(read(deployed).result).resolves.toEqual({ id, props: outs });
    });

    test("of a host whose mode somebody switched shows it, and the next up mends it", async () => {
        const { result, it } = read({ ...bare, mode: "disable" });
        const { props } = await result;
        expect(props).toEqual({ ...inputs, mode: "disable" });
        await expect(it.diff(id, props, inputs)).resolves.toMatchObject({ changes: true, replaces: [] });
    });

    test("of a renewed certificate shows it once", async () => {
        const renewed = { ...deployed, certificateId: "cert-2", expireTime: "2027-05-21T00:00:00Z" };
        const { result, it } = read(renewed);
        const { props, inputs: marked } = await result;
        await expect(it.diff(id, props, inputs)).resolves.toMatchObject({ changes: true });
        const checked = await it.check(marked, inputs);
        await expect(it.diff(id, props, checked.inputs)).resolves.toEqual({ changes: false, replaces: [] });
    });

    test("of a host that is gone says so; of one that was never there, to `get`, is an error", async () => {
        const { result, logged } = read(undefined);
        await expect(result).resolves.toEqual({});
        expect(logged).toEqual([expect.stringContaining("is gone")]);
        await expect(read(undefined, {}).result).rejects.toThrow(
            /^the zone zone-28v607hq8d3m has no host www\.example\.com\.\n {2}next step: /,
        );
    });

    test("never takes an outage for gone", async () => {
        await expect(read(apiError("InternalError", "trouble")).result).rejects.toThrow(/failed after 1m.* reading/);
    });
});

describe("delete", () => {
    test("disables the host's certificate, and sees to it that it is", async () => {
        const { it, clock, modes } = lifecycle((_, since) => (since !== undefined && since > 3 ? bare : deployed));
        await clock.until(it.delete(id, outs));
        expect(modes).toEqual(["disable"]);
    });

    test("leaves alone what somebody else has changed, what is disabled, and what is gone", async () => {
        for (const state of [{ ...deployed, mode: "sslcert" }, bare, undefined]) {
            const { it, clock, modes } = lifecycle(() => state);
            await clock.until(it.delete(id, outs));
            expect(modes).toEqual([]);
        }
    });
});

describe("a host that the program declares again", () => {
    test("stays as it is when another resource of it is deleted, which calls nothing", async () => {
        const { it, logged, modes } = lifecycle(() => apiError("InternalError", "not to be asked"));
        await it.check({}, { zoneId, host: "WWW.example.com." });
        await it.delete(id, outs);
        expect(modes).toEqual([]);
        expect(logged).toEqual([expect.stringContaining("stays deployed")]);
    });

    test("stays as it is when the program comes to it only while the deletion reads the host", async () => {
        const { it, clock, modes } = lifecycle(() => {
            void it.check({}, { zoneId, host });
            return deployed;
        });
        await clock.until(it.delete(id, outs));
        expect(modes).toEqual([]);
    });

    test("is told apart from the host of the same name in another zone", async () => {
        const { it, clock, modes } = lifecycle((_, since) => (since === undefined ? deployed : bare));
        await it.check({}, { zoneId: "zone-other", host });
        await clock.until(it.delete(id, outs));
        expect(modes).toEqual(["disable"]);
    });
});

describe("a certificate of the user's own", () => {
    const own: HostState = { ...deployed, mode: "sslcert", certificateId: "own-1", certificateIds: ["own-1", "own-2"] };

    test("is not replaced unless the input allows it, and the error names every CertId", async () => {
        const { it, clock, modes } = lifecycle(() => own);
        const error = await clock.until(it.create(inputs).catch((e) => e));
        expect(error).not.toBeInstanceOf(PartialFailure);
        expect(error.message).toMatch(/OwnCertificate: .*sslcert, own-1, own-2.*replaceOwnCertificate: true/s);
        expect(modes).toEqual([]);
    });

    test("is recorded when it was replaced, also by a deployment that was cancelled", async () => {
        const { it, clock, user } = lifecycle((_, since) =>
            since === undefined ? own : { ...deployed, status: "processing" },
        );
        const creating = it.create({ ...inputs, replaceOwnCertificate: true }).catch((e) => e);
        await clock.advance(20_000);
        user.abort();
        const { properties } = await creating;
        expect(properties).toMatchObject({ replaced: { mode: "sslcert", certificateIds: ["own-1", "own-2"] } });
    });

    test("is still recorded after an update and a refresh", async () => {
        const replaced = { mode: "sslcert" as const, certificateIds: ["own-1"] };
        const { it, clock } = lifecycle(() => deployed);
        const { outs: updated } = await clock.until(it.update(id, { ...outs, status: "failed", replaced }, inputs));
        expect(updated).toMatchObject({ replaced });
        await expect(clock.until(it.read(id, { ...outs, replaced }))).resolves.toMatchObject({ props: { replaced } });
    });

    test("is put back where the new deployment fails for good; where that fails too, it stays recorded", async () => {
        for (const [after, isPartial] of [
            [own, false],
            [{ ...own, status: "failed" }, true],
        ] as const) {
            const { it, clock, modes } = lifecycle((_, since) => {
                if (since === undefined) return own;
                return modes.at(-1) === "sslcert" ? after : { ...deployed, status: "failed" };
            });
            const error = await clock.until(it.create({ ...inputs, replaceOwnCertificate: true }).catch((e) => e));
            expect(modes).toEqual(["eofreecert_manual", "sslcert"]);
            expect(error instanceof PartialFailure).toBe(isPartial);
        }
    });

    test("is recorded by check, before anything is changed, in a run that creates the binding", async () => {
        const { it, clock, modes } = lifecycle(() => own);
        const replaced = { mode: "sslcert", certificateIds: ["own-1", "own-2"] };
        const news = { zoneId, host, replaceOwnCertificate: true };
        const check = async (olds: object, more: object) =>
            (await clock.until(it.check(olds, { ...news, ...more }))).inputs;
        const checked = { ...news, mode: "eofreecert_manual" };
        expect(await check({}, { recordReplaced: true })).toEqual({ ...checked, replaced });
        expect(await check({}, {})).toEqual(checked);
        expect(await check({ ...checked, replaced }, { recordReplaced: true })).toEqual({ ...checked, replaced });
        expect(await check({ zoneId, host }, { recordReplaced: true })).toEqual(checked);
        expect(modes).toEqual([]);
    });

    test("is named when its resource goes and the program still declares the host", async () => {
        const { it, clock, logged, modes } = lifecycle(() => deployed);
        await it.check({}, { zoneId, host });
        await clock.until(it.delete(id, { ...outs, replaced: { mode: "sslcert", certificateIds: ["own-1"] } }));
        expect(logged.at(-1)).toMatch(/had replaced your own certificate \(sslcert, own-1\).*alias/);
        expect(modes).toEqual([]);
    });

    test("takes the place of the one recorded before when a refresh finds it", async () => {
        const { it, clock } = lifecycle(() => own);
        const replaced = { mode: "sslcert" as const, certificateIds: ["older"] };
        await expect(clock.until(it.read(id, { ...outs, replaced }))).resolves.toMatchObject({
            props: { mode: "sslcert", replaced: { certificateIds: ["own-1", "own-2"] } },
        });
    });

    test("that a refresh has found is left alone by a destroy", async () => {
        const { it, clock, modes } = lifecycle(() => own);
        await clock.until(it.delete(id, { ...outs, mode: "sslcert" }));
        expect(modes).toEqual([]);
    });
});

describe("a delete in a run that declares the host", () => {
    const replaced = { mode: "sslcert" as const, certificateIds: ["cert-own"] };

    test("sends nothing where another input of the new resource is refused", async () => {
        const { it, modes, logged } = lifecycle(() => deployed);
        const { failures } = await it.check({}, { zoneId, host, commonName: "*.other.cloud" });
        expect(failures).toHaveLength(1);
        await it.delete(id, outs, { urn: "old" });
        expect([modes, logged[0]]).toEqual([[], expect.stringContaining("stays deployed")]);
    });

    test("does not warn of an own certificate that the new resource has in state", async () => {
        const { it, logged } = lifecycle(() => deployed);
        const before = { ...inputs, replaceOwnCertificate: true, replaced };
        const { inputs: checked } = await it.check(before, { ...inputs, replaceOwnCertificate: true });
        expect((await it.create(checked)).outs).toMatchObject({ replaced });
        await it.delete(id, { ...outs, replaced });
        expect(logged).toEqual([expect.stringContaining("stays deployed")]);
    });

    test("warns of one that the new resource does not have", async () => {
        const { it, logged } = lifecycle(() => deployed);
        await it.check({}, inputs);
        await it.delete(id, { ...outs, replaced });
        expect(logged).toContainEqual(expect.stringMatching(/cert-own.*The new resource does not restore it/));
    });

    test.each<[string, EngineRequest, boolean]>([
        [
            "by a resource of the program that this run has deleted to make it anew",
            { urn: "old", destroys: "nothing" },
            true,
        ],
        ["by one that it has deleted, where it is not known what it destroys", { urn: "old" }, true],
        ["by nothing that is left of the program", { urn: "old", destroys: "targets" }, false],
        ["by another resource of the program that is no target", { urn: "other" }, true],
        ["and destroys all", { urn: "other", destroys: "all" }, false],
        ["and destroys targets", { urn: "other", destroys: "targets" }, true],
        ["and destroys targets, by an engine that does not say which", { destroys: "targets" }, false],
    ])("%s", async (_, request, stays) => {
        const { context, clock, modes } = lifecycle((_, since) => (since === undefined ? deployed : bare));
        const it = new HostCertificateLifecycle({ ...context, boundByProgram: () => ["old"] });
        await clock.until(it.delete(id, outs, request));
        expect(modes).toEqual(stays ? [] : ["disable"]);
    });
});

describe("a delete in a run that may not show who declares the host", () => {
    const moved = { ...inputs, host: "moved.example.com" };
    type Before = (it: HostCertificateLifecycle) => Promise<unknown>;
    const calls: Record<string, Before> = {
        check: (it) => it.check(inputs, moved),
        create: (it) => it.create(moved),
        diff: (it) => it.diff(id, outs, { ...inputs, host: UNKNOWN }),
        diffOfSame: (it) => it.diff(id, outs, inputs),
    };

    test.each<[string, string[], EngineRequest, string[] | undefined, string | undefined]>([
        [
            "as it is of targets",
            [],
            { destroys: "nothing", hiddenBy: "targets" },
            [],
            "a targeted update does not show",
        ],
        ["as nobody knows what it is", [], { hiddenBy: "commandLine" }, [], "command line"],
        ["as the files cannot be read", [], { destroys: "nothing" }, undefined, "temporary files"],
        ["as it comes before the replacement", ["check"], {}, [], "deleteBeforeReplace"],
        ["as it comes before that of another", ["diff"], {}, [], "deleteBeforeReplace"],
        ["but has made the replacement", ["check", "create"], {}, [], undefined],
        ["but has the same host again", ["check", "diff", "diffOfSame"], {}, [], undefined],
        ["but destroys all", ["check"], { destroys: "all", hiddenBy: "targets" }, undefined, undefined],
        ["but destroys targets", ["check"], { destroys: "targets", hiddenBy: "targets" }, undefined, undefined],
    ])("%s", async (_, before, request, urns, expected) => {
        const { context, clock, modes, logged } = lifecycle(() => (modes.at(-1) === "disable" ? bare : deployed));
        const it = new HostCertificateLifecycle({ ...context, boundByProgram: () => urns });
        for (const call of before) await clock.until((calls[call] as Before)(it));
        await clock.until(it.delete(id, outs, { urn: "old", ...request }));
        expect(modes).toEqual(expected ? [] : ["disable"]);
        expect(logged).toEqual(expected ? [expect.stringMatching(`stays deployed: .*${expected}`)] : []);
    });

    test("names the certificate of the user's own that is not put back", async () => {
        const { it, clock, modes, logged } = lifecycle(() => deployed);
        await clock.until(it.delete(id, { ...outs, replaced: own() }, { hiddenBy: "commandLine" }));
        expect([modes, logged]).toEqual([[], [expect.stringContaining("(sslcert, own-1). next step")]]);
    });
});

test("a host that a refused resource declares stays served only if zone and host are known", async () => {
    for (const [news, stays] of [
        [{ zoneId, host, mode: "odd" }, true],
        [{ zoneId: "x", host }, false],
        [{ zoneId, host: "" }, false],
    ] as const) {
        const { it, clock, modes } = lifecycle((_, since) => (since === undefined ? deployed : bare));
        const { failures, inputs: checked } = await it.check({ ...inputs, replaced: own() }, news);
        expect(failures).toHaveLength(1);
        expect(checked).not.toHaveProperty("replaced");
        await clock.until(it.delete(id, outs));
        expect(modes).toEqual(stays ? [] : ["disable"]);
    }
});
const own = () => ({ mode: "sslcert" as const, certificateIds: ["own-1"] });

test("what was replaced is carried over for the same zone and host only", async () => {
    const { it } = lifecycle(() => bare);
    const olds = { ...inputs, replaced: own() };
    expect((await it.check(olds, inputs)).inputs).toMatchObject({ replaced: own() });
    expect((await it.check(olds, { ...inputs, zoneId: "zone-other" })).inputs).not.toHaveProperty("replaced");
});

test("check asks about an own certificate only where it may be replaced, and no more once the API did not answer", async () => {
    let asked = 0;
    const { it, clock } = lifecycle(() => {
        asked++;
        return apiError("AuthFailure", "no");
    });
    const news = { ...inputs, recordReplaced: true };
    await it.check({}, news);
    expect(asked).toBe(0);
    for (const host of ["a.example.com", "b.example.com"]) {
        await clock.until(it.check({}, { ...news, host, replaceOwnCertificate: true }));
    }
    expect(asked).toBe(1);
});

test.each([
    ["another certificate", { certificateId: "cert-0" }, true],
    ["another time of expiry", { expireTime: "2026-12-01T00:00:00Z" }, true],
    ["the same", {}, false],
    ["another certificate of another mode", { certificateId: "cert-0", mode: "eofreecert" }, false],
    ["another certificate that was not deployed", { certificateId: "cert-0", status: "processing" }, false],
])("a refresh of %s marks a renewal: %#", async (_, before, isMarked) => {
    const { it, clock } = lifecycle(() => deployed);
    const { props, inputs: marked } = await clock.until(it.read(id, { ...outs, ...before }));
    const drift = "cert-1 2027-02-21T00:00:00Z";
    expect(props).toEqual(isMarked ? { ...outs, drift } : outs);
    expect(marked).toEqual(isMarked ? { ...inputs, drift } : undefined);
});

test("a certificate that is on its way to the host is no renewal", async () => {
    const { it, clock } = lifecycle(() => ({ ...deployed, certificateId: "cert-2", status: "processing" }));
    await expect(clock.until(it.read(id, outs))).resolves.not.toHaveProperty("inputs");
});

test("a deletion that finds no end says so, in the time that it has", async () => {
    const { it, clock, seconds } = lifecycle(() => deployed);
    await expect(clock.until(it.delete(id, outs, { timeoutMs: 30_000 }))).rejects.toThrow(
        /^timed out after 30s disabling the certificate of the host www\.example\.com .*Run `pulumi destroy` again\. A longer `customTimeouts\.delete` takes effect after the next `pulumi up`\.$/s,
    );
    expect(seconds()).toBe(30);
    const slow = lifecycle(() => deployed);
    await expect(slow.clock.until(slow.it.delete(id, outs))).rejects.toThrow(/ModeNotApplied/);
});

test("an update without another certificate waits, and sends nothing for what is deployed", async () => {
    for (const olds of [outs, { ...outs, status: "failed" }, { ...outs, status: "failed", commonName: "other" }]) {
        const { it, clock, modes } = lifecycle(() => deployed);
        await clock.until(it.update(id, olds, inputs));
        expect(modes).toEqual([]);
    }
});
