import { domainToASCII } from "node:url";

/** No hyphen at the beginning or end of a label. */
const DOMAIN = /^(?=.{1,253}$)(\*\.)?((?!-)[\p{L}\p{N}_-]{1,63}(?<!-)\.)+(?!-)[\p{L}\p{N}-]{1,63}(?<!-)$/u;

/** A DNS record may be at a name that is no domain, e.g. `_dnsauth.www.example.com`. */
const RECORD_NAME = /^(?=.{1,253}$)(\*\.)?([\p{L}\p{N}_-]{1,63}\.)+[\p{L}\p{N}-]{1,63}$/u;

const ASCII = /^\p{ASCII}*$/u;

/** The form in which names are held: in lower case, and one of other letters in its ASCII form, as DNS has it. */
export const normal = (domain: string): string =>
    ASCII.test(domain) ? domain.toLowerCase() : domainToASCII(domain) || domain.toLowerCase();

export const isDomain = (name: string): boolean => DOMAIN.test(name);

export const isRecordName = (name: string): boolean => RECORD_NAME.test(name);

/** True for the apex itself and each name under it. */
export const isUnder = (apex: string, name: string): boolean => name === apex || name.endsWith(`.${apex}`);
