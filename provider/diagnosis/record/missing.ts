import { printable } from "../../common/text";
import type { Finding, Texts } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import { mistake } from "./mistake";
import { adviceForOwnZone } from "./ownZone";
import { asSeenBy, placeOf } from "./place";
import { type Found, meantIn } from "./probeMistake";

/** There is no CNAME at the record's name: what is there instead. */
export function missing(look: RecordLook): Finding {
    const { wanted, probes } = look;
    const place = placeOf(look);
    const seen = asSeenBy(place);
    const { name } = wanted;
    if (probes.doubled) return nameDoubled(look, probes.doubled);
    const ownZone = adviceForOwnZone(look);
    if (probes.instead) {
        const finding = instead(look, probes.instead, seen);
        return {
            ...finding,
            advice: ownZone ?? finding.advice,
            certain: finding.certain && probes.instead.isAlone,
        };
    }
    const { wildcard } = probes;
    const what = wildcard && `${wildcard.type} ${printable(wildcard.values[0] ?? "", 60)}`;
    const shadow = what
        ? {
              en: `; a wildcard record (${what}) answers in its place`,
              zh: `，由泛解析记录（${what}）代为应答`,
          }
        : { en: "", zh: "" };
    return mistake(
        look,
        "recordMissing",
        place.isAuthority
            ? {
                  en: `There is no record ${name} at ${place.en}${shadow.en}.`,
                  zh: `${place.zh}上没有 ${name} 记录${shadow.zh}。`,
              }
            : {
                  en: `There is no record ${name}${shadow.en}${seen.en}.`,
                  zh: `没有 ${name} 记录${shadow.zh}${seen.zh}。`,
              },
        ownZone ?? {
            en: `Add: ${name} CNAME ${wanted.value}.${place.isAuthority ? ` Add it at ${place.en}: a record added anywhere else has no effect.` : ""}`,
            zh: `请添加：${name} CNAME ${wanted.value}。${place.isAuthority ? `请在 ${place.zh}上添加，在其他服务商处添加的记录不会生效。` : ""}`,
        },
    );
}

/** The record stands at its name with the zone behind it. */
export function nameDoubled(look: RecordLook, doubled: Found): Finding {
    const { wanted } = look;
    const { name } = wanted;
    const seen = asSeenBy(placeOf(look));
    const isText = doubled.type === "TXT";
    const value = meantIn(doubled, wanted) ?? wanted.value;
    const first = name.split(".")[0];
    const relative = zoneOf(look) ? name.slice(0, -(zoneOf(look).length + 1)) : first;
    return mistake(
        look,
        "nameDoubled",
        {
            en: `The record was added as ${doubled.name}${isText ? ", and as TXT" : ""}: the DNS console adds the zone by itself${seen.en}.`,
            zh: `记录被添加成了 ${doubled.name}${isText ? "，且为 TXT 记录" : ""}：DNS 控制台会自动补上域名${seen.zh}。`,
        },
        {
            en: `Enter "${relative}" as the name, so that the record is ${name} CNAME ${value}.`,
            zh: `主机记录请只填 "${relative}"，使记录成为 ${name} CNAME ${value}。`,
        },
    );
}

const zoneOf = ({ zone }: RecordLook): string => (zone.kind === "found" ? zone.apex : "");

/** A record of another type stands at the record's name. */
function instead(look: RecordLook, found: Found, seen: Texts): Finding {
    const { wanted } = look;
    const { name } = wanted;
    if (found.type === "TXT") {
        const value = meantIn(found, wanted);
        const holds = value !== undefined;
        return mistake(
            look,
            "txtInsteadOfCname",
            {
                en: `${name} has a TXT record${holds ? " that holds the value" : ""}; EdgeOne wants a CNAME record${seen.en}.`,
                zh: `${name} 是 TXT 记录${holds ? "（内容正确）" : ""}，EdgeOne 需要的是 CNAME 记录${seen.zh}。`,
            },
            {
                en: `Delete the TXT record and add: ${name} CNAME ${value ?? wanted.value}.`,
                zh: `请删除该 TXT 记录，并添加：${name} CNAME ${value ?? wanted.value}。`,
            },
        );
    }
    const addresses = found.values.slice(0, 2).join(", ");
    const cloudflare = look.servers.length > 0 && look.servers.every(({ who }) => /\.ns\.cloudflare\.com /.test(who));
    const cause = cloudflare
        ? {
              en: "the record is proxied by Cloudflare, or is an A record",
              zh: "记录被 Cloudflare 代理，或者是 A 记录",
          }
        : { en: "the record is proxied, flattened, or an A record", zh: "记录被代理、被展平，或者是 A 记录" };
    return mistake(
        look,
        "flattened",
        {
            en: `${name} answers with addresses (${addresses}) instead of a CNAME: ${cause.en}${seen.en}.`,
            zh: `${name} 返回的是 IP 地址（${addresses}）而不是 CNAME：${cause.zh}${seen.zh}。`,
        },
        {
            en: `Replace it by ${name} CNAME ${wanted.value}, with "DNS only" (not proxied).`,
            zh: `请改为 ${name} CNAME ${wanted.value}，并设为"仅 DNS"（不代理）。`,
        },
    );
}
