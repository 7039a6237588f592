import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const customTimeouts = { create: "2s" };

describe("a timeout arrives however it is given:", () => {
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        simulator = await Simulator.start();
        for (const domain of ["a", "b", "c", "d"].map((label) => `${label}.xzone.cloud`)) {
            simulator.host(zoneId, domain).online();
        }
        simulator.domain(zoneId, "www.xzone.cloud").pending();
        stack = await createTestStack({ env: simulator.environment() });
    });
    afterAll(async () => {
        await stack?.dispose();
        await simulator?.stop();
    });

    const declare = (opts?: pulumi.CustomResourceOptions) => {
        const teo: typeof Teo = require("pulumi-teo");
        new teo.FreeCertificateVerification("www", { zoneId, domain: "www.xzone.cloud" }, opts);
    };
    const component = (host: string, opts?: pulumi.ComponentResourceOptions) => {
        const teo: typeof Teo = require("pulumi-teo");
        new teo.ManagedHostCertificate(host, { zoneId, host, publish: () => [] }, opts);
    };
    const transform: pulumi.ResourceTransform = ({ props, opts }) => ({ props, opts: { ...opts, customTimeouts } });
    const transformation: pulumi.ResourceTransformation = ({ props, opts }) => ({
        props,
        opts: { ...opts, customTimeouts },
    });
    const ofTheComponent: pulumi.ResourceTransformation = (args) =>
        args.type === "teo:index:ManagedHostCertificate" ? transformation(args) : undefined;
    const minutes = { create: "10m" };

    test.each<[string, () => void]>([
        ["the option", () => declare({ customTimeouts })],
        [
            "transforms of the resource, which count more than the option",
            () => declare({ customTimeouts: minutes, transforms: [transform] }),
        ],
        ["transformations of the resource", () => declare({ transformations: [transformation] })],
        [
            "transforms of the stack",
            () => {
                pulumi.runtime.registerResourceTransform(transform);
                declare();
            },
        ],
        [
            "transformations of the stack",
            () => {
                pulumi.runtime.registerStackTransformation(transformation);
                declare();
            },
        ],
        ["the option of the component", () => component("a.xzone.cloud", { customTimeouts })],
        ["transforms of the component", () => component("b.xzone.cloud", { transforms: [transform] })],
        ["transformations of the component", () => component("c.xzone.cloud", { transformations: [transformation] })],
        [
            "the option, where a transformation is for the component alone, which Pulumi shows to nobody",
            () => component("d.xzone.cloud", { customTimeouts: { create: "1s" }, transformations: [ofTheComponent] }),
        ],
    ])("%s", async (name, program) => {
        stack.program = async () => program();
        const { stdout } = await failure(stack.up());
        expect(stdout).toMatch(name.includes("alone") ? /timed out after 1(\.\d)? ?s/ : /timed out after 2(\.\d)? ?s/);
    });
});
