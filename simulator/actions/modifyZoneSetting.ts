import { ApiError } from "../common/apiError";
import { isRecord } from "../common/checks";
import { DEFAULT_ZONE_SETTINGS } from "../zones/zoneSettings";
import { defineAction } from "./action";
import { CERTIFICATE_FIELDS } from "./mutualTls";
import { type Kind, listOf, objectOf, optional, type Parameters } from "./parameters";

/** Vendor's, but for AccelerateMainland, which this action does not take. */
const { AccelerateMainland: _, ...SETTINGS } = DEFAULT_ZONE_SETTINGS;

/** What the vendor's example of a whole configuration leaves out, or of which it has an empty list. */
const FURTHER: Readonly<Record<string, Parameters>> = {
    Cache: { IgnoreCacheControl: "string?" },
    Https: { CertInfo: optional(listOf(objectOf({ ...CERTIFICATE_FIELDS, CommonName: "string?" }))) },
};

/** The kind that a setting has, by what it is where nobody has changed it. All of its parts may be left out. */
function kindOf(name: string, value: unknown): Kind {
    if (Array.isArray(value)) {
        return optional(listOf("string"));
    }
    if (isRecord(value)) {
        return optional(objectOf({ ...fieldsOf(value), ...FURTHER[name] }));
    }
    return typeof value === "number" ? "integer?" : "string?";
}

function fieldsOf(values: Readonly<Record<string, unknown>>): Parameters {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, kindOf(name, value)]));
}

/** Refuses another value than `on` and `off` where the unchanged setting has one of these. Drops what is left out. */
function read(value: unknown, before: unknown, path: string): unknown {
    if (isRecord(value)) {
        const given = Object.entries(value).filter(([, part]) => part !== undefined);
        return Object.fromEntries(
            given.map(([name, part]) => [name, read(part, Object(before)[name], `${path}.${name}`)]),
        );
    }
    const isSwitch = before === "on" || before === "off";
    if (isSwitch && value !== "on" && value !== "off") {
        throw new ApiError("InvalidParameterValue", [path]);
    }
    return value;
}

/** Configures a zone. The simulator holds it, and does nothing by it. What is left out stays. */
export const modifyZoneSetting = defineAction(
    // The compiler does not follow what is made at run time.
    { ZoneId: "string", ...(fieldsOf(SETTINGS) as Readonly<Record<string, "any?">>) },
    (input, { zones }) => {
        const { ZoneId: zoneId, ...settings } = input;
        const zone = zones.mustFind(zoneId as string, "InvalidParameter.ZoneNotFound");
        if (zone.isPaused) {
            throw new ApiError("OperationDenied.ErrZoneIsAlreadyPaused");
        }
        const given = Object.entries<unknown>(settings).flatMap(([name, value]) => {
            const before = zone.settings[name] ?? SETTINGS[name];
            return value === undefined
                ? []
                : [[name, { ...Object(before), ...Object(read(value, SETTINGS[name], name)) }]];
        });
        zones.change(zone, { settings: { ...zone.settings, ...Object.fromEntries(given) } });
        return {};
    },
);
