import type { DomainRef } from "../../api/actions";
import { UserError } from "../../common/userError";
import type { WaitName } from "../../waiting/progress";
import { checkHost, checkZoneId } from "./names";

/** An id, given to `get`, that cannot be one. */
class InvalidIdError extends UserError {
    override readonly name = "InvalidIdError";
}

/** The id of a resource that is about one domain of a zone: a contract with state. */
export function idOf({ zoneId, domain }: DomainRef): string {
    return `${zoneId}/${domain}`;
}

/** The domain of an id. */
export function refOf(id: string): DomainRef {
    const parts = id.split("/");
    const zoneId = checkZoneId(parts[0]);
    const domain = checkHost(parts[1]);
    if ("reason" in zoneId || "reason" in domain || parts.length !== 2) {
        const example = "zone-28v607hq8d3m/www.example.com";
        throw new InvalidIdError(`"${id}" is not an id of the form "zoneId/domain", such as ${example}`);
    }
    return { zoneId: zoneId.value, domain: domain.value };
}

/** What progress calls it. */
export function nameOf({ zoneId, domain }: DomainRef): WaitName {
    return { zoneId, name: domain };
}
