import { DEFAULT_RESOLVERS, isLoopback, parseResolver } from "../../common/resolvers";
import { printable } from "../../common/text";
import { UserError } from "../../common/userError";

/** Reads one key of the stack's config, `teo:endpoint` for example. */
export type ReadConfig = (key: string) => string | undefined;

/** A complete set of keys. */
export interface Keys {
    secretId: string;
    secretKey: string;
    token?: string | undefined;
}

/** The checked settings. */
export interface Settings {
    /** `https://` or, to a loopback address only, `http://`. */
    protocol: "https://" | "http://";
    /** Host, with a port if it is not the default. */
    host: string;
    region: string | undefined;
    language: "en-US" | "zh-CN" | undefined;
    /** Requests per second for each action that the account may send. */
    requestsPerSecond: number;
    /** The DNS servers of the diagnosis, in the form of {@link parseResolver}; an empty list turns it off. */
    resolvers: readonly string[];
    /** Undefined if config and environment have none: then the SDK's own sources are used. */
    keys: Keys | undefined;
}

/** Invalid settings: all faults, each beginning with its key. Nothing was signed or sent. */
export class SettingsError extends UserError {
    override readonly name = "SettingsError";

    constructor(readonly faults: string[]) {
        super(
            faults.length === 1
                ? `A setting is wrong: ${faults[0]}`
                : `${faults.length} settings are wrong:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
        );
    }
}

const DEFAULT_ENDPOINT = "https://teo.tencentcloudapi.com";
const DEFAULT_REQUESTS_PER_SECOND = 20;

interface Setting {
    key: string;
    value: string;
}

/** The first setting with a value, with its key. */
type Find = (...keys: string[]) => Setting | undefined;

/**
 * Reads and checks the settings: stack config `teo:*` first, then that of the vendor's own Pulumi package
 * (`tencentcloud:*`), then the environment.
 */
export function readSettings(config: ReadConfig, env: Record<string, string | undefined>): Settings {
    const faults: string[] = [];
    const find: Find = (...keys) => {
        for (const key of keys) {
            const value = (key.includes(":") ? config(key) : env[key])?.trim();
            if (value) return { key, value };
        }
        return undefined;
    };
    const endpoint = readEndpoint(find("teo:endpoint", "TENCENTCLOUD_TEO_ENDPOINT"), faults);
    const region = find("teo:region", "tencentcloud:region", "TENCENTCLOUD_REGION");
    if (region && !/^[a-z0-9-]+$/.test(region.value)) {
        faults.push(
            `${region.key} is not a region: "${printable(region.value, 60)}". A region looks like ap-guangzhou; this API needs none.`,
        );
    }
    const settings = {
        ...endpoint,
        region: region?.value,
        language: readLanguage(find("teo:language"), faults),
        resolvers: readResolvers(find("teo:resolvers"), endpoint, faults),
        requestsPerSecond: readRate(find("teo:requestsPerSecond"), faults),
        keys: readKeys(find, faults),
    };
    if (faults.length > 0) throw new SettingsError(faults);
    return settings;
}

function readEndpoint(setting: Setting | undefined, faults: string[]): Pick<Settings, "protocol" | "host"> {
    const { key, value } = setting ?? { key: "", value: DEFAULT_ENDPOINT };
    const wrong = (why: string) => {
        faults.push(`${key} ${why} Give a host or an https:// URL, such as ${DEFAULT_ENDPOINT}.`);
        return { protocol: "https://", host: "" } as const;
    };
    let url: URL;
    try {
        url = new URL(value.includes("://") ? value : `https://${value}`);
    } catch {
        return wrong("is not an endpoint.");
    }
    if (url.username || url.password) return wrong("must not contain a user name or password.");
    if (url.pathname !== "/" || url.search || url.hash) return wrong("must be a host without a path or query.");
    if (url.protocol === "http:") {
        if (!isLoopback(url.hostname)) return wrong("must use https://; http:// is for a loopback address only.");
        return { protocol: "http://", host: url.host };
    }
    if (url.protocol !== "https:") return wrong(`has a scheme that is not https: "${printable(url.protocol, 60)}".`);
    return { protocol: "https://", host: url.host };
}

function readLanguage(setting: Setting | undefined, faults: string[]): Settings["language"] {
    if (!setting) return undefined;
    if (setting.value === "en-US" || setting.value === "zh-CN") return setting.value;
    faults.push(`${setting.key} must be en-US or zh-CN, not "${printable(setting.value, 60)}".`);
    return undefined;
}

/** If the endpoint is a simulator on this machine, no DNS packet is sent by default. */
function readResolvers(
    setting: Setting | undefined,
    { protocol, host }: Pick<Settings, "protocol" | "host">,
    faults: string[],
): readonly string[] {
    if (!setting) return host && isLoopback(new URL(protocol + host).hostname) ? [] : DEFAULT_RESOLVERS;
    if (setting.value === "none") return [];
    const resolvers = setting.value.split(/[\s,]+/).filter(Boolean);
    // `system` is valid even on a machine without a resolver.
    const wrong = resolvers.filter((resolver) => resolver !== "system" && !parseResolver(resolver));
    for (const resolver of wrong) {
        faults.push(
            `${setting.key} contains an invalid resolver: "${printable(resolver, 60)}". Give none, or a comma-separated list such as 8.8.8.8, 8.8.8.8:5353, [2001:db8::1]:53, https://dns.example/dns-query or system.`,
        );
    }
    return resolvers;
}

function readRate(setting: Setting | undefined, faults: string[]): number {
    if (!setting) return DEFAULT_REQUESTS_PER_SECOND;
    const rate = /^\d+(\.\d+)?$/.test(setting.value) ? Number(setting.value) : Number.NaN;
    if (rate >= 0.1 && rate <= 1000) return rate;
    faults.push(`${setting.key} must be a number from 0.1 to 1000, not "${printable(setting.value, 60)}".`);
    return DEFAULT_REQUESTS_PER_SECOND;
}

interface KeyNames {
    secretId: string;
    secretKey: string;
    /** The first that is set counts. */
    token: string[];
    /** Where they count otherwise, or not. */
    note?: string;
}

/** In order. Id, key and token must come from the same place. */
const keyPlaces: KeyNames[] = [
    {
        secretId: "teo:secretId",
        secretKey: "teo:secretKey",
        token: ["teo:token"],
        note: " (a teo.Provider in the program does not read them: set its secretId and secretKey)",
    },
    {
        secretId: "tencentcloud:secretId",
        secretKey: "tencentcloud:secretKey",
        token: ["tencentcloud:securityToken"],
        note: " (not with the provider plugin)",
    },
    {
        secretId: "TENCENTCLOUD_SECRET_ID",
        secretKey: "TENCENTCLOUD_SECRET_KEY",
        token: ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"],
    },
];

/** The key names a user may set, for an error that none is set. */
export const keyNames = keyPlaces.map(({ secretId, secretKey, note = "" }) => `${secretId} and ${secretKey}${note}`);

function readKeys(find: Find, faults: string[]): Keys | undefined {
    for (const names of keyPlaces) {
        const id = find(names.secretId);
        const key = find(names.secretKey);
        const token = find(...names.token);
        if (!id && !key && !token) continue;
        // An incomplete set is an error: it is not completed from another place.
        if (!id)
            faults.push(`${names.secretId} is not set, but ${(key ?? token)?.key} is: set both in the same place.`);
        if (!key)
            faults.push(`${names.secretKey} is not set, but ${(id ?? token)?.key} is: set both in the same place.`);
        for (const part of [id, key, token]) {
            // The value itself must not be shown: it may be a secret in the wrong place.
            if (part && !/^[\x21-\x7e]+$/.test(part.value)) {
                faults.push(`${part.key} contains a space, a line break or a non-ASCII character.`);
            }
        }
        if (id && key?.value.startsWith("AKID") && !id.value.startsWith("AKID")) {
            faults.push(`${id.key} and ${key.key} look swapped: a SecretId begins with AKID.`);
        }
        return id && key ? { secretId: id.value, secretKey: key.value, token: token?.value } : undefined;
    }
    return undefined;
}
