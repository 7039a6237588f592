import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const customTimeouts = { create: "2s" };
const minutes = { create: "10m" };

const transform: pulumi.ResourceTransform = ({ props, opts }) => ({ props, opts: { ...opts, customTimeouts } });
const transformation: pulumi.ResourceTransformation = ({ props, opts }) => ({
    props,
    opts: { ...opts, customTimeouts },
});
const ofTheComponent: pulumi.ResourceTransformation = (args) =>
    args.type === "teo:index:ManagedHostCertificate" ? transformation(args) : undefined;

describe("a timeout arrives however it is given:", () => {
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        simulator = await Simulator.start();
        stack = await createTestStack({ env: simulator.environment() });
    });
    afterAll(async () => {
        await stack?.dispose();
        await simulator?.stop();
    });

    /** Waits for the certificate of a host, which never comes. The host is called by the way in which its timeout is given. */
    const wait = (host: string, opts?: pulumi.CustomResourceOptions) => {
        const teo: typeof Teo = require("pulumi-teo");
        simulator.domain(zoneId, host).pending();
        new teo.FreeCertificateVerification(host, { zoneId, domain: host }, opts);
    };
    const component = (host: string, opts?: pulumi.ComponentResourceOptions) => {
        const teo: typeof Teo = require("pulumi-teo");
        simulator.host(zoneId, host).online();
        new teo.ManagedHostCertificate(host, { zoneId, host, publish: () => [] }, opts);
    };
    /** After how long each host's wait ended. */
    const timeouts = async (program: () => void) => {
        stack.program = async () => program();
        const { stdout } = await failure(stack.up("--continue-on-error"));
        const ends = stdout.matchAll(/timed out after (\d+)(?:\.\d)? ?s [^\n]*?([\w.-]+\.xzone\.cloud)/g);
        return Object.fromEntries([...ends].map(([, seconds, host]) => [host, Number(seconds)]));
    };

    test("by the options, transforms and transformations of resources and of components", async () => {
        const found = await timeouts(() => {
            wait("option.xzone.cloud", { customTimeouts });
            wait("transforms-count-more-than-option.xzone.cloud", {
                customTimeouts: minutes,
                transforms: [transform],
            });
            wait("transformations.xzone.cloud", { transformations: [transformation] });
            component("component-option.xzone.cloud", { customTimeouts });
            component("component-transforms.xzone.cloud", { transforms: [transform] });
            component("component-transformations.xzone.cloud", { transformations: [transformation] });
            // Pulumi shows to nobody what a transformation does to the component alone.
            component("component-option-despite-transformation.xzone.cloud", {
                customTimeouts: { create: "1s" },
                transformations: [ofTheComponent],
            });
        });
        expect(found).toEqual({
            "option.xzone.cloud": 2,
            "transforms-count-more-than-option.xzone.cloud": 2,
            "transformations.xzone.cloud": 2,
            "component-option.xzone.cloud": 2,
            "component-transforms.xzone.cloud": 2,
            "component-transformations.xzone.cloud": 2,
            "component-option-despite-transformation.xzone.cloud": 1,
        });
    });

    test.each([
        ["transforms", () => pulumi.runtime.registerResourceTransform(transform)],
        ["transformations", () => pulumi.runtime.registerStackTransformation(transformation)],
    ])("by %s of the stack", async (name, register) => {
        const host = `stack-${name}.xzone.cloud`;
        const found = await timeouts(() => {
            register();
            wait(host);
        });
        expect(found).toEqual({ [host]: 2 });
    });
});
