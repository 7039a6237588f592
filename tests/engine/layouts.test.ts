import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import type * as Teo from "pulumi-teo";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const repository = join(__dirname, "..", "..");

// The program itself finds the package from its own folder. Its host looks from the project's.
describe("a project whose host cannot find the package", () => {
    let stack: TestStack;

    beforeEach(async () => {
        stack = await createTestStack({
            program: async () => {
                const teo: typeof Teo = require("pulumi-teo");
                const target = { zoneId: "zone-28v607hq8d3m", domain: "www.xzone.cloud" };
                new teo.FreeCertificateVerification("www", target);
            },
        });
        await rm(join(stack.folder, "node_modules"));
    });
    afterEach(() => stack?.dispose());

    test.each([
        ["an internal package lists it, and the package manager is strict", ["@pulumi"]],
        ["the Automation API works in another folder", []],
    ])("is told what to change, before anything is registered: %s", async (_, linked) => {
        for (const name of linked) {
            await mkdir(join(stack.folder, "node_modules"), { recursive: true });
            await symlink(join(repository, "node_modules", name), join(stack.folder, "node_modules", name), "dir");
        }
        const { output } = await failure(stack.up());
        expect(output).toContain(`cannot find the package from ${stack.folder}`);
        expect(output).toMatch(/Add pulumi-teo and @pulumi\/pulumi to the dependencies/);
        expect(output).not.toMatch(/^\s+at /m);
        const { resources = [] } = (await stack.exportState()).deployment;
        expect(resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
    });
});
