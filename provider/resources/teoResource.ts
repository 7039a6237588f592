import * as pulumi from "@pulumi/pulumi";
import { checkTimeouts } from "../lifecycle/shared/timeouts";
import { checkHostFolder } from "./hostFolder";
import { beginProgram } from "./recordBinding";

/** The names that `dynamicProvider.ts` exports: part of the line in state, so they never change. */
export type LifecycleName =
    | "FreeCertificate"
    | "FreeCertificateVerification"
    | "FreeCertificateVerificationSet"
    | "HostCertificate";

/**
 * The text that state carries, twice for each resource, and that the dynamic-provider host evaluates. A contract with every stack
 * already deployed: it never changes. Short, because the engine writes the whole state at each step; and by name, not by value, because
 * a captured provider is large, goes stale in state with each release, and can take a secret with it.
 */
export function providerLine(name: LifecycleName): string {
    return `exports.handler=()=>require("pulumi-teo/provider").${name}`;
}

/** The type token: a contract with state too. */
export function typeToken(name: LifecycleName): string {
    return `pulumi-nodejs:dynamic/teo:${name}`;
}

/** Whether a value is a resource of this kind, of this or another copy of the package. */
export function isOfType(name: LifecycleName, value: unknown): boolean {
    return (value as { __pulumiType?: string } | undefined)?.__pulumiType === typeToken(name);
}

/** A dynamic resource whose lifecycle the host finds by name. */
export abstract class TeoResource extends pulumi.CustomResource {
    /** @internal */
    protected constructor(
        kind: LifecycleName,
        name: string,
        props: pulumi.Inputs,
        opts?: pulumi.CustomResourceOptions,
        derived: Derived = { from: undefined, outputs: [] },
    ) {
        checkHostFolder();
        beginProgram();
        // The host hands no timeouts on to create: they travel as an input. Check refuses one that is no duration by its
        // name; the engine, if it saw it, would end the program with a stack trace instead.
        const customTimeouts = opts?.customTimeouts;
        const valid = checkTimeouts(customTimeouts).length === 0;
        const additionalSecretOutputs = [...(opts?.additionalSecretOutputs ?? [])];
        super(
            typeToken(kind),
            name,
            {
                ...props,
                ...(customTimeouts !== undefined && { customTimeouts }),
                secretsKnown: markSecrets(derived, additionalSecretOutputs),
                __provider: providerLine(kind),
            },
            { ...opts, additionalSecretOutputs, ...(!valid && { customTimeouts: undefined }) },
        );
    }
}

/** The outputs that tell the value of an input. */
interface Derived {
    from: unknown;
    outputs: string[];
}

/**
 * Adds outputs to the secret ones if the input that they tell is secret. Only a promise says whether it is, and Pulumi reads the list once all inputs
 * are known: so this is handed to it as an input that turns out to have no value.
 */
async function markSecrets({ from, outputs }: Derived, secretOutputs: string[]): Promise<undefined> {
    if (outputs.length > 0 && (await pulumi.isSecret(pulumi.output(from)))) secretOutputs.push(...outputs);
}
