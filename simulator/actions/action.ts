import type { Domains } from "../certificates/domains";
import type { Language } from "../common/messages";
import type { Hosts } from "../hosts/hosts";
import type { ResolvedOptions } from "../options/options";
import type { Sight } from "../proof/proofCheck";
import type { DnsRecords } from "../zones/dnsRecords";
import type { Zones } from "../zones/zones";
import { type Given, type Input, type Parameters, readParameters } from "./parameters";

/** What an action may use. */
export interface ActionContext {
    readonly options: ResolvedOptions;
    readonly zones: Zones;
    readonly dnsRecords: DnsRecords;
    readonly domains: Domains;
    readonly hosts: Hosts;
    readonly sight: Sight;
    /** What texts of an answer are to be in. */
    readonly language: Language;
    /** Aborted once nobody waits for the answer any more. */
    readonly signal: AbortSignal;
}

/** The fields of `Response`; a `RequestId` among them takes the place of the call's own. */
type Fields = Record<string, unknown>;

/** An action of the API: takes what a caller sent, and answers, or throws an ApiError. */
export interface Action {
    (given: Given, context: ActionContext): Fields | Promise<Fields>;
    readonly parameters: Parameters;
}

/** Makes an action that reads its parameters first. */
export const defineAction = <const P extends Parameters>(
    parameters: P,
    run: (input: Input<P>, context: ActionContext) => Fields | Promise<Fields>,
): Action =>
    Object.assign((given: Given, context: ActionContext) => run(readParameters(parameters, given), context), {
        parameters,
    });
