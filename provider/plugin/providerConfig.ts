import { type ReadConfig, readSettings, SettingsError } from "../api/connection/settings";
import type { Properties } from "../engine/properties";
import { type Fault, UNKNOWN } from "../lifecycle/shared/inputs";

/** Reads the provider's own settings as the config of a stack: the engine hands over those of `teo:*` alone. */
export function configOf(args: Properties): ReadConfig {
    return (key) => {
        const [namespace, name] = key.split(":") as [string, string];
        const value = namespace === "teo" ? args[name] : undefined;
        if (value === undefined || value === null) return undefined;
        // What is no text comes as JSON when it is used, but not when it is checked.
        return typeof value === "string" ? value : JSON.stringify(value);
    };
}

/**
 * Every fault of the settings, by its key and without its value: the engine hands over a secret as any other text, and prints the value of a property
 * that it refuses.
 */
export function configFaults(args: Properties): Fault[] {
    if (Object.values(args).includes(UNKNOWN)) return [];
    try {
        readSettings(configOf(args), process.env);
        return [];
    } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        // A value stands between quotes.
        const reasons = error.faults.map((fault) => fault.replace(/(:|, not) ".*"/s, ""));
        return [...new Set(reasons)].map((reason) => ({ property: "", reason }));
    }
}
