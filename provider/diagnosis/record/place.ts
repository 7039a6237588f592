import { list } from "../dns/names";
import type { Texts } from "../finding";
import type { RecordLook } from "./lookAtRecord";

/** Who said it, as part of a sentence. */
export interface Place extends Texts {
    /** Whether it is what the zone's own name servers say, so that it needs no mention where the sentence is clear without. */
    isAuthority: boolean;
}

export function placeOf({ zone, deciding }: RecordLook): Place {
    if (deciding[0]?.role === "nameServer" && zone.kind === "found") {
        const names = list(deciding.map(({ who }) => who.replace(/ \(.*/, "")));
        return {
            isAuthority: true,
            en: `the name servers of ${zone.apex} (${names})`,
            zh: `${zone.apex} 的权威服务器（${names}）`,
        };
    }
    const names = list(deciding.map(({ who }) => who));
    const own = deciding.every(({ role }) => role === "ownResolver");
    const en = own ? "this machine's resolver" : deciding.length > 1 ? "the resolvers" : "the resolver";
    const zh = own ? "本机的解析器" : "解析器";
    return {
        isAuthority: false,
        en: `${en} ${names}; the zone's name servers could not be asked from here`,
        zh: `${zh} ${names}；从本机无法询问该域名的权威服务器`,
    };
}

/** As the end of a sentence, where it has to be said. */
export function asSeenBy(place: Place): Texts {
    return place.isAuthority ? { en: "", zh: "" } : { en: ` (as seen by ${place.en})`, zh: `（据${place.zh}）` };
}
