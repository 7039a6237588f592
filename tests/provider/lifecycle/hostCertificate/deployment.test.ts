import type { FreeCertificateCheck } from "../../../../provider/api/actions";
import { type ApiError, apiError } from "../../../../provider/api/errors";
import type { HostCertificateChange, HostState } from "../../../../provider/api/hosts";
import { Deployment, type DeploymentOptions } from "../../../../provider/lifecycle/hostCertificate/deployment";
import { putBack } from "../../../../provider/lifecycle/hostCertificate/putBack";
import { bare } from "../bareHost";
import { answered, fakeContext } from "../fakeContext";

const ref = { zoneId: "zone-28v607hq8d3m", host: "www.example.com" };
const mode = "eofreecert_manual";
const deployed: HostState = { ...bare, mode, certificateIds: ["cert-1"], status: "deployed", deployTime: "before" };
const own: HostState = { ...deployed, mode: "sslcert", certificateIds: ["own-1", "own-2"] };
const notSeen = apiError("ResourceUnavailable.RecordUnExpected", "not seen");

/** An API whose host has one state after the other, the last for ever. */
function apiOf(states: HostState[], check: FreeCertificateCheck | ApiError = notSeen) {
    const sent: object[] = [];
    const checked: object[] = [];
    const refusals: ApiError[] = [];
    const given = fakeContext({
        describeHost: async () => (states.length > 1 ? states.shift() : states[0]),
        modifyHostCertificate: async (change) => {
            const refusal = refusals.shift();
            if (refusal) throw refusal;
            sent.push(change);
        },
        checkFreeCertificateVerification: async (asked) => {
            checked.push(asked);
            return answered(check);
        },
    });
    return { ...given, sent, checked, refusals };
}

function deploying(
    states: HostState[],
    options: DeploymentOptions = {},
    change: HostCertificateChange = { mode },
    check?: FreeCertificateCheck | ApiError,
) {
    const given = apiOf(states, check);
    const it = new Deployment(given.context, ref, change, options);
    const poll = async () => {
        const result = await it.poll({ signal: given.user.signal, due: 0, repeated: false });
        return result.done ? result.value : result.reason;
    };
    return { ...given, it, poll };
}
const underWay = (message: string) => expect.objectContaining({ kind: "pending", code: "HostDeploying", message });

describe("a change", () => {
    test("is sent once, is what the host is taken to have until it is seen, and its progress is told", async () => {
        const { it, poll, sent } = deploying([
            bare,
            { ...deployed, status: "processing" },
            { ...deployed, status: undefined },
            deployed,
        ]);
        expect(await poll()).toEqual(underWay("EdgeOne has accepted the change and is deploying it"));
        expect(it.seen).toEqual({ ...bare, mode });
        expect(await poll()).toEqual(underWay("the status is processing"));
        expect(await poll()).toEqual(underWay("the status is not known yet"));
        expect(await poll()).toEqual(deployed);
        expect(sent).toEqual([{ ...ref, mode }]);
    });

    test.each([
        ["processing", {}, 0],
        ["applying", {}, 0],
        ["failed", {}, 1],
        [undefined, {}, 1],
        ["processing", { forceRebind: true }, 1],
    ])("that is under way (%s) is joined, and not sent again (%j)", async (status, options, times) => {
        const { it, poll, sent } = deploying([{ ...deployed, status }], options);
        await poll();
        expect(sent).toHaveLength(times);
        expect(it.mayBeMade).toBe(true);
    });

    test("of another mode is sent, whatever that is about to do", async () => {
        const { poll, sent } = deploying([{ ...deployed, mode: "eofreecert", status: "processing" }]);
        await poll();
        expect(sent).toEqual([{ ...ref, mode }]);
    });

    test("that fails counts as failed ten seconds after it was accepted, with what the check says", async () => {
        const { poll, clock, checked } = deploying([bare, { ...deployed, status: "failed" }]);
        await poll();
        expect(await poll()).toEqual(underWay("the status is failed, possibly from the previous deployment"));
        await clock.advance(10_000);
        expect(await poll()).toMatchObject({
            kind: "fatal",
            code: "DeploymentFailed",
            message:
                "the application for the certificate failed; the check reports ResourceUnavailable.RecordUnExpected: not seen",
            advice: notSeen.advice,
        });
        expect(checked).toEqual([{ zoneId: ref.zoneId, domain: ref.host }]);
    });

    test("that fails though the certificate is in order is one to look at", async () => {
        const fine = {
            commonName: ref.host,
            signatureAlgorithm: "RSA 2048",
            expireTime: "2027-02-21T00:00:00Z",
            requestId: "id",
        };
        const { poll, clock } = deploying([bare, { ...deployed, status: "issued" }], {}, { mode }, fine);
        await poll();
        await clock.advance(10_000);
        expect(await poll()).toMatchObject({
            code: "BindingFailed",
            message: "the certificate is issued, but binding it failed; the check reports a valid certificate",
            advice: "Check the host in the EdgeOne console.",
        });
    });

    test("to another certificate of the same mode is done with another time of deployment, or after ten seconds", async () => {
        const options = { forceRebind: true };
        const renewed = { ...deployed, deployTime: "now" };
        const quick = deploying([deployed, deployed, renewed], options);
        await quick.poll();
        expect(await quick.poll()).toEqual(underWay("the status is deployed"));
        expect(await quick.poll()).toEqual(renewed);
        const same = deploying([deployed], options);
        await same.poll();
        await same.clock.advance(9_999);
        expect(await same.poll()).toEqual(underWay("the status is deployed"));
        await same.clock.advance(1);
        expect(await same.poll()).toEqual(deployed);
    });

    test("that has no effect is told with both modes, and what may be wrong", async () => {
        const { poll } = deploying([bare]);
        await poll();
        expect(await poll()).toMatchObject({
            kind: "uncertain",
            code: "ModeNotApplied",
            message: "EdgeOne has accepted the mode eofreecert_manual, but the host still has disable",
            advice: expect.stringContaining("CNAME access needs eofreecert_manual"),
        });
    });

    test("that takes the certificate off is not kept from a host that is offline", async () => {
        const offline = { ...deployed, domainStatus: "offline" };
        const { poll, sent } = deploying([offline], {}, { mode: "disable" });
        await poll();
        expect(sent).toEqual([{ ...ref, mode: "disable" }]);
        expect(await deploying([offline]).poll()).toMatchObject({ code: "HostOffline" });
    });

    test("of a host that the zone does not have says what to add", async () => {
        const { context, user } = fakeContext({ describeHost: async () => undefined });
        const it = new Deployment(context, ref, { mode });
        expect(await it.poll({ signal: user.signal, due: 0, repeated: false })).toMatchObject({
            reason: { code: "HostNotFound", advice: expect.stringContaining("as an acceleration domain") },
        });
    });
});

describe("a certificate of the user's own", () => {
    test("is named by its CertIds, or by none", async () => {
        const nameless = deploying([{ ...own, certificateIds: [] }]);
        expect(await nameless.poll()).toMatchObject({
            kind: "fatal",
            message: expect.stringContaining("sslcert, no CertId)"),
        });
        expect(await deploying([own]).poll()).toMatchObject({
            message: expect.stringContaining("sslcert, own-1, own-2)"),
        });
    });

    test("is replaced with a warning that names it, once", async () => {
        const { it, poll, logged, refusals } = deploying([own], { replaceOwnCertificate: true });
        refusals.push(apiError("RequestLimitExceeded", "too fast"));
        await expect(poll()).rejects.toThrow("too fast");
        expect([it.mayBeMade, it.seen]).toEqual([false, own]);
        await poll();
        expect(logged).toEqual([
            expect.stringMatching(
                /^The host www\.example\.com \(zone-28v607hq8d3m\) serves your own .*own-1, own-2\), .*Destroying the resource restores it/,
            ),
        ]);
        expect(it.replaced).toEqual({ mode: "sslcert", certificateIds: ["own-1", "own-2"] });
    });

    test("is put back, and that is told", async () => {
        const { context, clock, sent, logged } = apiOf([{ ...own, status: "failed" }, own]);
        const { certificateIds } = own;
        await clock.until(putBack(context, ref, { mode: "sslcert", certificateIds }));
        expect(sent).toEqual([{ ...ref, mode: "sslcert", certificateIds }]);
        expect(logged).toEqual([
            "The host www.example.com (zone-28v607hq8d3m) serves your own certificate (own-1, own-2) again.",
        ]);
    });

    test("is sent even where the host still has it: the accepted change may show later", async () => {
        const { context, clock, sent } = apiOf([own]);
        const { certificateIds } = own;
        await clock.until(putBack(context, ref, { mode: "sslcert", certificateIds }));
        expect(sent).toEqual([{ ...ref, mode: "sslcert", certificateIds }]);
    });

    test("that cannot be put back is told with what to do, and is the error of whoever asked", async () => {
        for (const orElse of [undefined, () => new Error("the first failure")]) {
            const { context, clock, logged } = apiOf([{ ...own, domainStatus: "forbidden" }]);
            const replaced = { mode: "sslcert" as const, certificateIds: ["own-1", "own-2"] };
            const error = await clock.until(putBack(context, ref, replaced, { orElse }).catch((e: Error) => e));
            expect(logged).toEqual([
                expect.stringMatching(
                    /^failed after 0s restoring your own certificate \(own-1, own-2\) on the host www\.example\.com \(zone-28v607hq8d3m\)\n.*HostForbidden.*Run again, or bind this certificate to the host/s,
                ),
            ]);
            expect((error as Error).message).toBe(orElse ? "the first failure" : logged[0]);
        }
    });
});
