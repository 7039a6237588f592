import type { Texts } from "../finding";
import type { RecordLook } from "./lookAtRecord";

/** Nothing can be added to a zone of the record's own name, if it has one: its NS records are in the way of a CNAME. */
export function adviceForOwnZone({ delegatedAt, wanted: { name, value } }: RecordLook): Texts | undefined {
    if (delegatedAt?.name !== name) return undefined;
    const { parent } = delegatedAt;
    return {
        en: `Delete the NS records of ${name} in the zone ${parent}, and add there: ${name} CNAME ${value}. A name with NS records may have no CNAME.`,
        zh: `请在 ${parent} 中删除 ${name} 的 NS 记录，并在那里添加：${name} CNAME ${value}。有 NS 记录的名称不能有 CNAME。`,
    };
}
