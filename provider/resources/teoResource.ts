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

/** A dynamic resource; the host loads its lifecycle by name. */
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
        // The host does not pass timeouts to create, so they are an input. Check refuses an invalid one with its name; the
        // engine would end the program with a stack trace.
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

/** The outputs that reveal the value of an input. */
interface Derived {
    from: unknown;
    outputs: string[];
}

/**
 * Marks outputs as secret if the input that they reveal is secret. Whether it is secret is known only asynchronously, and Pulumi reads the
 * list once all inputs are known: so this is passed as an input that resolves to undefined.
 */
async function markSecrets({ from, outputs }: Derived, secretOutputs: string[]): Promise<undefined> {
    if (outputs.length > 0 && (await pulumi.isSecret(pulumi.output(from)))) secretOutputs.push(...outputs);
}
