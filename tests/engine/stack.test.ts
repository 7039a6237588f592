import * as pulumi from "@pulumi/pulumi";
import { PulumiFailed } from "./cli";
import { createTestStack, type TestStack } from "./stack";

/** Says on the stack's row what it creates, and creates nothing. */
const provider = `exports.handler = () => {
    const { credentials } = require("@grpc/grpc-js");
    const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
    const log = (message) => {
        const request = new LogRequest();
        request.setSeverity(LogSeverity.INFO);
        request.setMessage(message);
        request.setEphemeral(true);
        const engine = new EngineClient(process.argv.at(-1), credentials.createInsecure());
        return new Promise((resolve, reject) => engine.log(request, (e) => (e ? reject(e) : resolve())));
    };
    let config;
    return {
        async configure(request) { config = request.config; },
        async diff(id, olds, news) { return { changes: olds.text !== news.text }; },
        async create(inputs) {
            if (inputs.text === "bad") throw new Error("no such luck");
            await log("creating " + inputs.text);
            if (inputs.text === "slow") await new Promise((resolve) => setTimeout(resolve, 1000));
            if (inputs.text === "endless") await new Promise(() => {});
            const seen = Object.keys(process.env).filter((name) => /^(TENCENTCLOUD|PULUMI_ACCESS)/.test(name));
            return { id: "1", outs: { ...inputs, note: config.get("test:note"), node: process.version, seen } };
        },
        async update(id, olds, news) { return { outs: { ...olds, ...news } }; },
    };
};`;

class Note extends pulumi.CustomResource {
    declare readonly note: pulumi.Output<string>;
    declare readonly node: pulumi.Output<string>;
    declare readonly seen: pulumi.Output<string[]>;

    constructor(name: string, text: string) {
        const outputs = { note: undefined, node: undefined, seen: undefined };
        super("pulumi-nodejs:dynamic/test:Note", name, { ...outputs, text, __provider: provider });
    }
}

const program = (text: string) => async () => {
    const { note, node, seen } = new Note("a", text);
    return { note, node, seen };
};

let stack: TestStack;

// Each test goes on from the stack of the one before.
describe("a stack in use", () => {
    beforeAll(async () => {
        process.env.TENCENTCLOUD_SECRET_ID = "of the developer";
        stack = await createTestStack({ config: { "test:note": { secret: "kept" } } });
    });
    afterAll(async () => {
        delete process.env.TENCENTCLOUD_SECRET_ID;
        await stack.dispose();
    });

    test("a failure throws the whole text", async () => {
        stack.program = program("bad");
        const failure = await stack.up().catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(PulumiFailed);
        expect((failure as PulumiFailed).message).toMatch(/creating failed[\s\S]*no such luck/);
    });

    test("the next run is not touched by it; an ephemeral log line shows while `pulumi up --yes` runs and is not repeated at the end", async () => {
        stack.program = program("quick");
        const { changes, output } = await stack.start(["up", "--yes"]).succeeded();
        expect(changes).toEqual({ create: 1, same: 1 });
        expect(output.match(/creating quick/g)).toHaveLength(1);
        expect(await stack.outputs()).toEqual({ note: "kept", node: process.version, seen: [] });
        expect((await stack.exportState()).deployment.resources?.map(({ id }) => id)).toContain("1");
    });

    test("stays as it is, changes, refreshes and comes down", async () => {
        const again = await stack.up("--expect-no-changes");
        expect(again.changes).toEqual({ same: 2 });

        stack.program = program("other");
        const changed = await stack.up();
        expect(changed.changes).toEqual({ same: 1, update: 1 });

        await stack.refresh("--expect-no-changes");
        const destroyed = await stack.destroy();
        expect(destroyed.changes).toEqual({ delete: 2 });
    });
});

describe("a new stack", () => {
    beforeEach(async () => {
        stack = await createTestStack({ config: { "test:note": "kept" } });
    });
    afterEach(() => stack.dispose());

    test("an error that the program does not catch fails the run, as with the Node language host", async () => {
        stack.program = async () => {
            void Promise.reject(new Error("not caught"));
            await stack.outputs();
        };
        await expect(stack.up()).rejects.toThrow(/Unhandled exception: Error: not caught/);
    });

    test("Ctrl-C reaches the engine during a create", async () => {
        stack.program = program("slow");
        const run = stack.start(["up", "--yes", "--skip-preview"]);
        await run.printed(/creating slow/);
        run.interrupt();
        const { code, output } = await run.finished;
        expect(code).not.toBe(0);
        expect(output).toMatch(/error: update canceled/);
    });

    test("a second Ctrl-C ends the run at once, and state says what was under way", async () => {
        stack.program = program("endless");
        const run = stack.start(["up", "--yes", "--skip-preview"]);
        await run.printed(/creating endless/);
        expect((await run.terminate()).code).not.toBe(0);
        const { deployment } = await stack.exportState();
        expect(deployment.pending_operations).toMatchObject([{ type: "creating" }]);
    });
});
