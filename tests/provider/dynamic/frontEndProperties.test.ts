import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import fc from "fast-check";
import { PartialFailure } from "../../../provider/common/userError";
import type { Context } from "../../../provider/lifecycle/shared/context";
import {
    aborts,
    customTimeouts,
    expectNoUnhandledRejection,
    runs,
    schedulesOf,
    settle,
    whole,
    world,
    zoneId,
} from "../lifecycle/randomWorld";

// What Pulumi's host calls, with whatever the API answers, and whenever the user cancels.
expectNoUnhandledRejection();

/** The front end keeps one context for a whole process: here it leads to that of the present schedule. */
let present: Context;
const context = new Proxy({} as Context, { get: (_, key) => Reflect.get(present, key) });
jest.doMock("../../../provider/engine/runContext", () => ({ runContext: () => context }));
const frontEnd = require("../../../provider/dynamic/dynamicProvider") as Record<string, ResourceProvider>;

const __provider = 'exports.handler=()=>require("pulumi-teo/provider").X';
/** A name of its own for each schedule: the front end remembers which hosts a run has declared. */
let names = 0;

type Inputs = Record<string, unknown>;
type Call = (provider: Required<ResourceProvider>, id: string, inputs: Inputs, state: Inputs) => Promise<unknown>;
const calls: Record<string, Call> = {
    create: (provider, _, inputs) => provider.create(inputs),
    update: (provider, id, inputs, state) => provider.update(id, state, inputs),
    read: (provider, id, _, state) => provider.read(id, state),
    delete: (provider, id, _, state) => provider.delete(id, state),
};

const resources: Record<
    string,
    { schedules: typeof schedulesOf.checks; inputs(domain: string): Inputs; state: Inputs }
> = {
    FreeCertificate: {
        schedules: schedulesOf.applications,
        inputs: (domain) => ({ domain, verificationMethod: "dns_challenge" }),
        state: {},
    },
    FreeCertificateVerification: { schedules: schedulesOf.checks, inputs: (domain) => ({ domain }), state: whole },
    FreeCertificateVerificationSet: {
        schedules: schedulesOf.checks,
        inputs: (domain) => ({ domains: [domain, `a.${domain}`] }),
        state: { certificates: {} },
    },
    HostCertificate: {
        schedules: schedulesOf.bindings,
        inputs: (host) => ({ host, mode: "eofreecert_manual", replaceOwnCertificate: true }),
        state: { status: "deployed" },
    },
};

describe.each(Object.entries(resources))("a %s", (name, { schedules, inputs, state }) => {
    test("loses neither its id nor its line after a side effect, and fails in one line", async () => {
        await fc.assert(
            fc.asyncProperty(
                schedules,
                aborts,
                fc.constantFrom(...Object.keys(calls)),
                async (schedule, abort, call) => {
                    const domain = `h${names++}.example.com`;
                    const it = world(schedule, abort);
                    present = it.context;
                    const news = { zoneId, ...inputs(domain), customTimeouts, __provider };
                    const olds = { ...news, ...state };
                    const provider = frontEnd[name] as Required<ResourceProvider>;
                    const id = `${zoneId}/${domain}`;
                    const outcome = await settle(it, (calls[call] as Call)(provider, id, news, olds), 3_600 + 20 * 60);
                    if ("value" in outcome) return;
                    const { error } = outcome;
                    if (error instanceof PartialFailure) {
                        expect(error.id).toMatch(/^zone-1\/./);
                        expect(error).toMatchObject({ properties: { __provider, zoneId }, reasons: [error.message] });
                    }
                    // What was sent, and not put back, is in state.
                    const isSent = it.sent.length > 0 && it.sent.at(-1) !== "sslcert";
                    if (isSent && (call === "create" || call === "update"))
                        expect(error).toMatchObject({ id, properties: { __provider } });
                    // The host prints this beside what the engine shows.
                    expect(`${error}: ${error.stack}`).toMatch(/^\w+: [^\n]+: details are shown with the resource$/);
                },
            ),
            runs,
        );
    });
});
