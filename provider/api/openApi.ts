import type { Clock } from "../common/clock";
import { createApi, type TeoApi } from "./actions";
import { createCall } from "./connection/client";
import { type ReadConfig, readSettings } from "./connection/settings";

/** The API, by the settings of the stack's config and this process's environment. Throws a SettingsError where they are wrong; sends nothing yet. */
export function openApi(config: ReadConfig, clock: Clock, signal: AbortSignal): TeoApi {
    return createApi(createCall(readSettings(config, process.env), clock), clock, signal);
}
