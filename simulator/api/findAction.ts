import { ACTIONS, VERSION } from "../actions";
import type { Action } from "../actions/action";
import { ApiError } from "../common/apiError";
import type { ReceivedCall } from "../protocol/receivedCall";

/** The action that a call names, or what the API answers where there is none. */
export function findAction({ action: name, version }: ReceivedCall): Action {
    if (version !== VERSION) {
        throw new ApiError("NoSuchVersion", [version.slice(0, 64), VERSION]);
    }
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) {
        throw new ApiError("InvalidAction", [name.slice(0, 64), Object.keys(ACTIONS).join(", ")]);
    }
    return action;
}
