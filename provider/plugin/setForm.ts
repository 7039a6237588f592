import type { Certificate } from "../lifecycle/verification/certificate";
import { type CompactCertificate, fromCompact, toCompact } from "../lifecycle/verificationSet/compactState";
import type { Properties } from "./properties";

/** The outputs of a set with its domains and with whole certificates: what users of another language read is what stands in state. */
export function wholeSet({ certificates, ...outs }: Properties, { domains }: Properties): Properties {
    if (!certificates) return outs;
    const whole = fromCompact(certificates as Record<string, CompactCertificate>);
    return { ...outs, domains, certificates: Object.fromEntries(whole) };
}

/** As the lifecycle knows them. State that the dynamic resource has written has that form already, and has no `domains`. */
export function storedSet({ domains, certificates, ...outs }: Properties): Properties {
    if (!certificates) return outs;
    if (!domains) return { ...outs, certificates };
    const whole = Object.entries(certificates as Record<string, Certificate>);
    return { ...outs, certificates: toCompact(new Map(whole)) };
}
