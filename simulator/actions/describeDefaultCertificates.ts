import { createHash } from "node:crypto";
import { timestamp, VALIDITY_MS } from "../certificates/state";
import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { FILTERS, namedIn, page, readFilters } from "./listing";

const MAX_LIMIT = 100;
const MAX_VALUES = 5;

/** The certificate that EdgeOne serves by itself for a zone and the names under it: one each. An older action. */
export const describeDefaultCertificates = defineAction(
    { ZoneId: "string?", Filters: FILTERS, Offset: "integer?", Limit: "integer?" },
    (input, { zones }) => {
        const select = readFilters<string>(input.Filters, { "zone-id": (id) => id }, { maxValues: MAX_VALUES });
        const ids = [...(input.ZoneId ? [input.ZoneId] : []), ...namedIn(input.Filters, "zone-id")];
        if (ids.length === 0) {
            throw new ApiError("InvalidParameterValue", ["Filters"]);
        }
        const found = select([...new Set(ids)]).map((id) => zones.mustFind(id, "ResourceUnavailable.ZoneNotFound"));
        return {
            TotalCount: found.length,
            DefaultServerCertInfo: page(found, input, MAX_LIMIT).map(({ id, name, guessedName, createdAt }) => ({
                CertId: `teo-${createHash("sha256").update(`default ${id}`).digest("hex").slice(0, 12)}`,
                Alias: "EdgeOne default",
                Type: "default",
                EffectiveTime: timestamp(createdAt),
                ExpireTime: timestamp(createdAt + VALIDITY_MS),
                CommonName: name || guessedName,
                SubjectAltName: [`*.${name || guessedName}`, name || guessedName],
                Status: "deployed",
                Message: "",
                SignAlgo: "RSA 2048",
            })),
        };
    },
);
