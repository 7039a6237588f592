import { type LifecycleName, providerLine } from "../../../provider/resources/teoResource";
import type { Simulator } from "../../../simulator/index";
import type { Host } from "../../host";
import type { Properties, ResourceClient } from "../../hostClient";

/** What a call of the engine's is about: a zone for itself alone, so that faults and calls are told apart by it. */
export interface Place {
    readonly zoneId: string;
    readonly domain: string;
}

/** How long creates, updates and deletes may take, in the time of the host. */
const TIMEOUT_S = 120;
const customTimeouts = { create: `${TIMEOUT_S}s`, update: `${TIMEOUT_S}s` };
const EXPIRES = "2099-07-31T07:06:57Z";
const certificate = { signatureAlgorithm: "RSA 2048", expireTime: EXPIRES, requestId: "id-1" };

const otherOf = ({ domain }: Place) => `other.${domain}`;
const issuedOf = ({ zoneId, domain }: Place) => ({ zoneId, domain, commonName: domain, ...certificate });
const compactOf = (...domains: string[]) =>
    Object.fromEntries(domains.map((domain) => [domain, { commonName: domain, ...certificate }]));
const proof = { subdomain: "_dnsauth", recordType: "CNAME", recordValue: "value", fqdn: "_dnsauth.example.com" };
const applied = (place: Place) => ({ ...place, verificationMethod: "dns_challenge", dnsVerification: proof });
const bound = ({ zoneId, domain: host }: Place) => ({ zoneId, host, mode: "eofreecert_manual", status: "deployed" });

type Run = (resource: ResourceClient, place: Place, id: string) => Promise<unknown>;

/** A call of the engine's for one of the resources. */
export interface Operation {
    readonly of: LifecycleName;
    /** The action of the API that the fault meets; undefined for a call that asks the API nothing. */
    readonly action?: string;
    /** Declares in the simulator what the call finds. */
    prepare(simulator: Simulator, place: Place): void;
    readonly run: Run;
    /** Whether something stands in the state already, or has been changed, so that a failure keeps id, outputs and `__provider`. */
    readonly keeps?: true;
    /** The fault begins only once the host is being bound. */
    readonly onceBound?: true;
    /** How many domains it asks for. */
    readonly domains?: number;
}

const CHECK = "CheckFreeCertificateVerification";
const APPLY = "ApplyFreeCertificate";
const DESCRIBE = "DescribeAccelerationDomains";
const MODIFY = "ModifyHostsCertificate";

const issue = (simulator: Simulator, place: Place) => {
    for (const domain of [place.domain, otherOf(place)])
        simulator.domain(place.zoneId, domain).issue({ ...certificate, commonName: domain });
};
const isOnline = (simulator: Simulator, place: Place) => {
    issue(simulator, place);
    simulator.host(place.zoneId, place.domain).online();
};
const isBound = (simulator: Simulator, place: Place) => {
    isOnline(simulator, place);
    simulator.host(place.zoneId, place.domain).setMode("eofreecert_manual");
};
/** Being bound for as long as the fault lasts. */
const bindsSlowly = (simulator: Simulator, place: Place) => {
    isOnline(simulator, place);
    simulator.host(place.zoneId, place.domain).deployTakes(2_000);
};

const verification = { of: "FreeCertificateVerification", prepare: issue } as const;
const application = { of: "FreeCertificate", prepare: issue } as const;
const set = { of: "FreeCertificateVerificationSet", prepare: issue } as const;
const binding = { of: "HostCertificate" } as const;
const setInputs = (place: Place) => ({
    zoneId: place.zoneId,
    domains: [place.domain, otherOf(place)],
    customTimeouts,
});
const hostInputs = ({ zoneId, domain: host }: Place) => ({ zoneId, host, mode: "eofreecert_manual", customTimeouts });

const createVerification: Run = (it, place) => it.create({ ...place, customTimeouts });
const createApplication: Run = (it, place) =>
    it.create({ ...place, verificationMethod: "dns_challenge", customTimeouts });
const createBinding: Run = (it, place) => it.create(hostInputs(place));
const changed = (place: Place): Properties => ({ ...bound(place), mode: "eofreecert" });
const deleteBinding: Run = (it, place, id) => it.delete(id, bound(place), TIMEOUT_S);

/** Every call of the engine's that may ask the API something, and those that must not. */
export const operations = {
    "verification create": { ...verification, action: CHECK, run: createVerification },
    "verification read": { ...verification, action: CHECK, run: (it, place, id) => it.read(id, issuedOf(place)) },
    "verification update": {
        ...verification,
        action: CHECK,
        run: (it, place, id) => it.update(id, issuedOf(place), { ...place, drift: "id-0", customTimeouts }),
    },
    "verification delete": { ...verification, run: (it, place, id) => it.delete(id, issuedOf(place)) },
    "application create": { ...application, action: APPLY, run: createApplication },
    "application read": { ...application, action: CHECK, run: (it, place, id) => it.read(id, applied(place)) },
    "application update": {
        ...application,
        action: APPLY,
        run: (it, place, id) =>
            it.update(id, applied(place), { ...place, verificationMethod: "http_challenge", customTimeouts }),
    },
    "application delete": { ...application, run: (it, place, id) => it.delete(id, applied(place)) },
    "set create": { ...set, action: CHECK, domains: 2, run: (it, place) => it.create(setInputs(place)) },
    "set read": {
        ...set,
        action: CHECK,
        domains: 2,
        run: (it, place) =>
            it.read(`${place.zoneId}/0`, {
                zoneId: place.zoneId,
                certificates: compactOf(place.domain, otherOf(place)),
            }),
    },
    "set update": {
        ...set,
        action: CHECK,
        keeps: true,
        run: (it, place) => {
            const olds = { zoneId: place.zoneId, certificates: compactOf(otherOf(place)) };
            return it.update(`${place.zoneId}/0`, olds, setInputs(place));
        },
    },
    "set delete": { ...set, run: (it, { zoneId }) => it.delete(`${zoneId}/0`, { zoneId, certificates: {} }) },
    "binding create, at the read": { ...binding, action: DESCRIBE, prepare: isOnline, run: createBinding },
    "binding create, at the bind": { ...binding, action: MODIFY, prepare: isOnline, run: createBinding },
    "binding create, once bound": {
        ...binding,
        action: DESCRIBE,
        prepare: bindsSlowly,
        run: createBinding,
        onceBound: true,
        keeps: true,
    },
    "binding read": {
        ...binding,
        action: DESCRIBE,
        prepare: isBound,
        run: (it, place, id) => it.read(id, bound(place)),
    },
    "binding update, at the bind": {
        ...binding,
        action: MODIFY,
        prepare: isOnline,
        run: (it, place, id) => it.update(id, changed(place), hostInputs(place)),
    },
    "binding delete, at the read": { ...binding, action: DESCRIBE, prepare: isBound, run: deleteBinding },
    "binding delete, at the change": { ...binding, action: MODIFY, prepare: isBound, run: deleteBinding },
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** Runs an operation in the host. */
export function runIn(host: Host, { of, run }: Operation, place: Place): Promise<unknown> {
    return run(host.resource(providerLine(of)), place, `${place.zoneId}/${place.domain}`);
}
