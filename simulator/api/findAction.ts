import { VERSIONS } from "../actions";
import type { Action } from "../actions/action";
import { ApiError } from "../common/apiError";
import type { ReceivedCall } from "../protocol/receivedCall";

/** The action that a call names, or what the API answers where there is none. */
export function findAction({ action: name, version }: ReceivedCall): Action {
    const api = Object.hasOwn(VERSIONS, version) ? VERSIONS[version] : undefined;
    if (api === undefined) {
        throw new ApiError("NoSuchVersion", [version.slice(0, 64), Object.keys(VERSIONS).join(", ")]);
    }
    const { service, actions } = api;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) {
        throw new ApiError("InvalidAction", [name.slice(0, 64), service, version]);
    }
    return action;
}
