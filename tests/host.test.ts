import { type Host, startHost } from "./host";
import { HostError, type ResourceClient } from "./hostClient";

/** Evaluated by the host, as the text in state is. */
const note = `exports.handler = () => {
    let config;
    return {
        async configure(request) { config = request.config; },
        async check(olds, news) {
            const failures = news.text === "" ? [{ property: "text", reason: "is empty" }] : [];
            return { inputs: { ...news, text: news.text.trim() }, failures };
        },
        async diff(id, olds, news) {
            return { changes: olds.text !== news.text, replaces: olds.kind === news.kind ? [] : ["kind"] };
        },
        async create(inputs) {
            if (inputs.text === "half") {
                throw Object.assign(new Error("dropped"), { id: "half", properties: inputs, reasons: ["not ready"] });
            }
            if (inputs.text === "bad") throw new Error("no such luck");
            return { id: "1", outs: { ...inputs, endpoint: config.get("teo:endpoint"), list: [1, { deep: null }] } };
        },
        async read(id, outs) { return id === "gone" ? {} : { id, props: outs }; },
        async update(id, olds, news) { return { outs: { ...news, was: olds.text } }; },
        async delete(id, outs) { console.log("deleted " + id); },
    };
};`;

describe("the dynamic-provider host without an engine", () => {
    let host: Host;
    let resource: ResourceClient;

    beforeAll(async () => {
        host = await startHost({ config: { "teo:endpoint": "http://127.0.0.1:1" } });
        resource = host.resource(note);
    });

    afterAll(() => host?.stop());

    test("checks, creates, reads, compares, updates and deletes", async () => {
        const { inputs, failures } = await resource.check({ text: " a ", absent: undefined });
        expect({ inputs, failures }).toEqual({ inputs: { text: "a" }, failures: [] });

        const { id, outs } = await resource.create(inputs);
        expect({ id, outs }).toEqual({
            id: "1",
            outs: { text: "a", endpoint: "http://127.0.0.1:1", list: [1, { deep: null }] },
        });

        expect(await resource.read(id, outs)).toEqual({ id, outs, inputs: undefined });
        expect(await resource.diff(id, outs, inputs)).toEqual({
            changes: false,
            replaces: [],
            deleteBeforeReplace: false,
        });
        expect(await resource.diff(id, outs, { text: "b", kind: "x" })).toMatchObject({
            changes: true,
            replaces: ["kind"],
        });
        expect(await resource.update(id, outs, { text: "b" })).toEqual({ text: "b", was: "a" });
        await resource.delete(id, outs);
        await host.printed(/deleted 1/);
    });

    test("a bad property comes back as a check failure", async () => {
        const { failures } = await resource.check({ text: "" });
        expect(failures).toEqual([{ property: "text", reason: "is empty" }]);
    });

    test("a resource that is gone has no id", async () => {
        expect(await resource.read("gone", { text: "a" })).toMatchObject({ id: "" });
    });

    test("an error keeps its message and code", async () => {
        const error = await resource.create({ text: "bad" }).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(HostError);
        expect(error).toMatchObject({ code: "UNKNOWN", details: "no such luck", partial: undefined });
    });

    test("a partial failure says what is recorded", async () => {
        const error = await resource.create({ text: "half" }).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
            partial: { id: "half", properties: { text: "half", __provider: note }, reasons: ["not ready"] },
        });
    });

    test("two cancels are answered while a call is under way", async () => {
        await Promise.all([resource.create({ text: "a" }), host.cancel(), host.cancel()]);
    });
});

test("the engine's log service records what the host logs", async () => {
    const host = await startHost();
    const logging = `exports.handler = () => ({
        async create() {
            const { credentials } = require("@grpc/grpc-js");
            const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
            const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
            const request = new LogRequest();
            request.setSeverity(LogSeverity.INFO);
            request.setMessage("waiting (3s)");
            request.setEphemeral(true);
            const engine = new EngineClient(process.argv.at(-1), credentials.createInsecure());
            await new Promise((resolve, reject) => engine.log(request, (e) => (e ? reject(e) : resolve())));
            return { id: "1", outs: {} };
        },
    });`;
    const [entry] = await Promise.all([host.logged(/waiting/), host.resource(logging).create({})]);
    const expected = { severity: "info", message: "waiting (3s)", urn: "", ephemeral: true, streamId: 0 };
    expect(entry).toEqual(expected);
    expect(host.logs).toEqual([expected]);
    // Nothing handles SIGINT in this host, so the signal ends it.
    expect(await host.stop("SIGINT")).toBeNull();
});
