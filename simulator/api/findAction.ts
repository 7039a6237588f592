import { VERSIONS } from "../actions";
import type { Action } from "../actions/action";
import { ApiError } from "../common/apiError";
import type { ReceivedCall } from "../protocol/receivedCall";
import { serviceOf } from "../protocol/service";

/** The action that a call names, or what the API answers where there is none. */
export function findAction({ action: name, version, request }: ReceivedCall): Action {
    const api = Object.hasOwn(VERSIONS, version) ? VERSIONS[version] : undefined;
    const named = serviceOf(request) ?? api?.service ?? "teo";
    if (api === undefined || api.service !== named) {
        const all = Object.entries(VERSIONS).map(([known, { service }]) => ({ service, text: `${service} ${known}` }));
        const code = all.some(({ service }) => service === named) ? "NoSuchVersion" : "NoSuchProduct";
        throw new ApiError(code, [version.slice(0, 64), named.slice(0, 64), all.map(({ text }) => text).join(", ")]);
    }
    const { service, actions } = api;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) {
        throw new ApiError("InvalidAction", [name.slice(0, 64), service, version]);
    }
    return action;
}
