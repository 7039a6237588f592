import fc from "fast-check";
import { PartialFailure } from "../../../provider/common/userError";
import { FreeCertificateLifecycle } from "../../../provider/lifecycle/application/applicationLifecycle";
import { HostCertificateLifecycle } from "../../../provider/lifecycle/hostCertificate/hostCertificateLifecycle";
import { FreeCertificateVerificationLifecycle } from "../../../provider/lifecycle/verification/verificationLifecycle";
import { FreeCertificateVerificationSetLifecycle } from "../../../provider/lifecycle/verificationSet/verificationSetLifecycle";
import {
    aborts,
    customTimeouts,
    domain,
    expectNoUnhandledRejection,
    hasProof,
    id,
    isGone,
    isGood,
    runs,
    schedulesOf,
    settle,
    whole,
    world,
    zoneId,
} from "./randomWorld";

// Whatever the API answers, in whatever order, and whenever the user cancels.
expectNoUnhandledRejection();
const HOUR_S = 3_600;
const { checks, applications, bindings } = schedulesOf;
const domains = [domain, "a.example.com", "b.example.com"];
const compact = { expireTime: whole.expireTime, requestId: "before" };
const holdsSameDomains = (certificates: object) =>
    expect(Object.keys(certificates).sort()).toEqual([...domains].sort());

test("a verification succeeds only with an issued certificate that covers its domain, and in time", async () => {
    await fc.assert(
        fc.asyncProperty(checks, aborts, fc.boolean(), async (schedule, abort, updates) => {
            const it = world(schedule, abort);
            const lifecycle = new FreeCertificateVerificationLifecycle(it.context);
            const inputs = { zoneId, domain, customTimeouts, ...(updates && { drift: "id" }) };
            const before = { zoneId, domain, ...whole };
            const call = updates ? lifecycle.update(id, before, inputs) : lifecycle.create(inputs);
            const outcome = await settle(it, call, 30);
            if (!("value" in outcome)) return expect(outcome.error).not.toBeInstanceOf(PartialFailure);
            expect(isGood(it.given.at(-1))).toBe(true);
            if ("id" in outcome.value) expect(outcome.value.id).toBe(id);
            expect(await lifecycle.diff(id, outcome.value.outs as never, inputs)).toMatchObject({ changes: false });
        }),
        runs,
    );
});

test("an application succeeds only with the whole proof of the method that was asked for", async () => {
    const methods = fc.constantFrom("dns_challenge" as const, "http_challenge" as const);
    await fc.assert(
        fc.asyncProperty(applications, aborts, methods, fc.boolean(), async (schedule, abort, method, updates) => {
            const it = world(schedule, abort);
            const lifecycle = new FreeCertificateLifecycle(it.context);
            const inputs = { zoneId, domain, verificationMethod: method, customTimeouts };
            const call = updates ? lifecycle.update(id, {}, inputs) : lifecycle.create(inputs);
            const outcome = await settle(it, call, 30);
            if (!("value" in outcome)) return;
            expect(hasProof(it.given.at(-1), method)).toBe(true);
            if ("id" in outcome.value) expect(outcome.value.id).toBe(id);
            expect(await lifecycle.diff(id, outcome.value.outs as never, inputs)).toMatchObject({ changes: false });
        }),
        runs,
    );
});

test("a refresh takes nothing for gone on doubt", async () => {
    await fc.assert(
        fc.asyncProperty(checks, aborts, fc.boolean(), async (schedule, abort, ofApplication) => {
            const it = world(schedule, abort);
            const lifecycle = ofApplication
                ? new FreeCertificateLifecycle(it.context)
                : new FreeCertificateVerificationLifecycle(it.context);
            const outcome = await settle(it, lifecycle.read(id, { zoneId, domain, ...whole }), HOUR_S);
            if (!("value" in outcome) || outcome.value.id !== undefined) return;
            expect(isGone(it.given.at(-1))).toBe(true);
        }),
        runs,
    );
});

test("a refresh of a set drops only what an answer says is gone", async () => {
    await fc.assert(
        fc.asyncProperty(checks, aborts, async (schedule, abort) => {
            const it = world(schedule, abort);
            const lifecycle = new FreeCertificateVerificationSetLifecycle(it.context);
            const certificates = Object.fromEntries(domains.map((name) => [name, compact]));
            const outcome = await settle(it, lifecycle.read("zone-1/1", { zoneId, certificates }), HOUR_S);
            if (!("value" in outcome)) return;
            const left = outcome.value.id === undefined ? {} : outcome.value.props.certificates;
            const dropped = domains.length - Object.keys(left).length;
            expect(dropped).toBeLessThanOrEqual(it.given.filter(isGone).length);
            if (outcome.value.id === undefined) expect(dropped).toBe(3);
        }),
        runs,
    );
});

test("a set keeps what was issued, whatever becomes of the rest", async () => {
    const subsets = fc.option(fc.subarray(domains), { freq: 1 });
    await fc.assert(
        fc.asyncProperty(checks, aborts, subsets, async (schedule, abort, held) => {
            const it = world(schedule, abort);
            const lifecycle = new FreeCertificateVerificationSetLifecycle(it.context);
            const inputs = { zoneId, domains, customTimeouts };
            const before = Object.fromEntries((held ?? []).map((name) => [name, compact]));
            const call = held
                ? lifecycle.update("zone-1/1", { zoneId, certificates: before }, inputs)
                : lifecycle.create(inputs);
            const outcome = await settle<{ id?: string; outs?: { certificates: object } }>(it, call, 30);
            const outs = "value" in outcome ? outcome.value.outs : (outcome.error as PartialFailure).properties;
            const kept = (outs as { certificates?: object } | undefined)?.certificates ?? {};
            if ("value" in outcome) {
                holdsSameDomains(kept);
                expect(await lifecycle.diff("", outs as never, inputs)).toMatchObject({ changes: false });
            } else if (held || Object.keys(kept).length > 0) {
                expect(outcome.error).toMatchObject({
                    id: held ? "zone-1/1" : expect.stringMatching(/^zone-1\/\w{8}$/),
                });
            }
            if (held) expect(kept).toMatchObject(before);
            const good = it.given.filter(
                (answer) => "certificate" in answer && answer.certificate.expireTime === whole.expireTime,
            );
            expect(Object.keys(kept).length).toBeLessThanOrEqual(good.length + (held ?? []).length);
        }),
        runs,
    );
});

const modes = fc.constantFrom("eofreecert_manual" as const, "eofreecert" as const);
const replaced = { mode: "sslcert" as const, certificateIds: ["own-1"] };

test("a binding succeeds only when the host has what was asked for; one that was sent is in state, with what it replaced", async () => {
    const allowed = fc.boolean();
    const olds = fc.record({ status: fc.constantFrom("deployed", "failed"), commonName: fc.constant(domain) });
    const held = fc.option(olds, { freq: 1 });
    await fc.assert(
        fc.asyncProperty(bindings, aborts, modes, allowed, held, async (schedule, abort, mode, allow, olds) => {
            const it = world(schedule, abort);
            const lifecycle = new HostCertificateLifecycle(it.context);
            const inputs = { zoneId, host: domain, mode, replaceOwnCertificate: allow, customTimeouts };
            const call = olds
                ? lifecycle.update(id, { ...inputs, ...olds, replaced }, inputs)
                : lifecycle.create(inputs);
            // Where the user's own certificate is put back, that has 20 minutes of its own.
            const outcome = await settle<{ id?: string; outs?: object }>(it, call, allow ? 30 + 20 * 60 : 30);
            const last = it.given.at(-1);
            const tookOwn = it.sentOver.includes("sslcert");
            if (!allow) expect(tookOwn).toBe(false);
            if ("value" in outcome) {
                expect(last).toMatchObject({ mode, status: "deployed" });
                if (tookOwn || olds) expect(outcome.value.outs).toMatchObject({ replaced: { mode: "sslcert" } });
                expect(await lifecycle.diff(id, outcome.value.outs as never, inputs)).toMatchObject({ changes: false });
            } else if (it.sent.length > 0 && !(outcome.error instanceof PartialFailure)) {
                // Only where all is as it was before.
                expect(last).toMatchObject({ mode: "sslcert", status: "deployed" });
            } else if (it.sent.length > 0) {
                expect(outcome.error).toMatchObject({ id, properties: { zoneId, host: domain } });
                if (tookOwn || olds)
                    expect(outcome.error).toMatchObject({ properties: { replaced: { mode: "sslcert" } } });
            }
        }),
        runs,
    );
});

test("a refresh of a binding shows the host as it is, changes nothing, and drops it only when the zone has no such host", async () => {
    await fc.assert(
        fc.asyncProperty(bindings, aborts, modes, async (schedule, abort, mode) => {
            const it = world(schedule, abort);
            const lifecycle = new HostCertificateLifecycle(it.context);
            const props = { zoneId, host: domain, mode, status: "deployed", certificateId: "cert-1", replaced };
            const outcome = await settle(it, lifecycle.read(id, props), HOUR_S);
            expect(it.sent).toEqual([]);
            if (!("value" in outcome)) return;
            const last = it.given.at(-1);
            if (outcome.value.id === undefined) expect(last).toEqual({ absent: true });
            else expect(outcome.value).toMatchObject({ id, props: { ...last, replaced: { mode: "sslcert" } } });
        }),
        runs,
    );
});

test("a deletion takes back only what the binding has set, and puts back what it has replaced", async () => {
    await fc.assert(
        fc.asyncProperty(bindings, aborts, fc.boolean(), async (schedule, abort, hasReplaced) => {
            const it = world(schedule, abort);
            const lifecycle = new HostCertificateLifecycle(it.context);
            const mode = "eofreecert_manual";
            const state = { zoneId, host: domain, mode, ...(hasReplaced && { replaced }) };
            const outcome = await settle(it, lifecycle.delete(id, state), HOUR_S + 20 * 60);
            const seen = it.given.filter((answer) => !("error" in answer));
            const wanted = hasReplaced ? "sslcert" : "disable";
            expect(it.sent.every((sent) => sent === wanted)).toBe(true);
            if (it.sent.length > 0) expect(seen[0]).toMatchObject({ mode });
            expect(hasReplaced || !it.sentOver.includes("sslcert")).toBe(true);
            // A deletion that ends well has left the host as it is to be left: nobody's, another's, or as it was before.
            if ("value" in outcome && seen[0] && "mode" in seen[0] && seen[0].mode === mode) {
                expect(seen.at(-1)).toMatchObject({ mode: wanted });
            }
        }),
        runs,
    );
});
