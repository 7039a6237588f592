import { type ReadConfig, readSettings, SettingsError } from "../api/connection/settings";
import type { Properties } from "../engine/properties";
import { type Fault, UNKNOWN } from "../lifecycle/shared/inputs";

/** Reads the provider's own settings as the config of a stack: the engine hands over those of `teo:*` alone. */
export function configOf(args: Properties): ReadConfig {
    return (key) => {
        const [namespace, name] = key.split(":") as [string, string];
        const value = namespace === "teo" ? args[name] : undefined;
        // What is no text comes as one, too.
        return value === undefined || value === null ? undefined : String(value);
    };
}

/**
 * Every fault of the settings, by its key. Those of the keys have no property, as the engine prints the value of one that it refuses; nor have
 * those of the environment, which is no property.
 */
export function configFaults(args: Properties): Fault[] {
    if (Object.values(args).includes(UNKNOWN)) return [];
    try {
        readSettings(configOf(args), process.env);
        return [];
    } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        return error.faults.map((fault) => {
            const [, property, reason] =
                /^teo:(endpoint|region|language|resolvers|requestsPerSecond) (.*)/s.exec(fault) ?? [];
            return property && reason ? { property, reason } : { property: "", reason: fault };
        });
    }
}
