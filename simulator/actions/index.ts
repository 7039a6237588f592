import type { Domains } from "../certificates/domains";
import { checkFreeCertificateVerification } from "./checkFreeCertificateVerification";
import type { Parameters } from "./parameters";

/** The version of the API that the simulator has. */
export const VERSION = "2022-09-01";

/** What an action may use. */
interface ActionContext {
    readonly domains: Domains;
}

/** An action of the API: the parameters it takes, and what it answers to them, or the ApiError it throws. */
export interface Action {
    readonly parameters: Parameters;
    /** Answers the fields of `Response`; a `RequestId` among them takes the place of the call's own. */
    run(parameters: Readonly<Record<string, string>>, context: ActionContext): Record<string, unknown>;
}

/** Every action there is, by its name in `X-TC-Action`. */
export const ACTIONS: Readonly<Record<string, Action>> = {
    CheckFreeCertificateVerification: checkFreeCertificateVerification,
};
