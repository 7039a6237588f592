import { checkFields, integer, milliseconds, oneOf, SimulatorError } from "../common/checks";
import type { Hosts } from "./hosts";
import {
    CERTIFICATE_FIELDS,
    CERTIFICATE_MODES,
    type CertificateMode,
    type DomainStatus,
    type HostCertificateFields,
    type HostState,
} from "./state";

const MODE = oneOf(...CERTIFICATE_MODES);
const FAILURE = oneOf("failed", "issued");
const TIMES = integer(1, Number.MAX_SAFE_INTEGER);

/**
 * A host of a zone, i.e. an acceleration domain, whose state a test declares. Each method makes it a host of the zone,
 * online unless the method says otherwise. It stands for the host, and holds nothing: two of the same name are the same
 * host.
 */
export class SimulatedHost {
    readonly #hosts: Hosts;

    /** @internal */
    constructor(
        hosts: Hosts,
        /** E.g. `zone-28v607hq8d3m`. */
        readonly zoneId: string,
        /** In lower case; may be a wildcard. */
        readonly host: string,
    ) {
        this.#hosts = hosts;
    }

    /** Its state now. A copy: changing it changes nothing. */
    get state(): HostState {
        return this.#hosts.state(this.zoneId, this.host);
    }

    /** It serves. */
    online(): this {
        return this.#become("online");
    }

    /** Its configuration is on its way to the edge, until a test says otherwise. */
    process(): this {
        return this.#become("process");
    }

    /** It was stopped. */
    offline(): this {
        return this.#become("offline");
    }

    /** It was banned. */
    forbid(): this {
        return this.#become("forbidden");
    }

    /** It waits for its zone to be activated. */
    init(): this {
        return this.#become("init");
    }

    /** The zone no longer has it, until a test or a call makes it again: being named by a call is not enough. */
    remove(): this {
        this.#hosts.remove(this.zoneId, this.host);
        return this;
    }

    /** Somebody has switched the mode, by the console or otherwise, and it is in effect. */
    setMode(mode: CertificateMode, certificate: HostCertificateFields = {}): this {
        checkFields("setMode", { mode: mode ?? null }, { mode: MODE });
        checkFields("the certificate", certificate, CERTIFICATE_FIELDS);
        const host = this.#hosts.declare(this.zoneId, this.host);
        const { served, ...origin } = this.#hosts.certificateFor(this.zoneId, this.host, mode);
        const certificates = mode === "disable" ? [] : [{ ...served, ...certificate }];
        this.#hosts.bind(host, { mode, certificates, ...origin, ...IN_EFFECT });
        return this;
    }

    /** Somebody has put another certificate in the place of the one that is served; the mode stays. */
    replaceCertificate(certificate: HostCertificateFields = {}): this {
        checkFields("the certificate", certificate, CERTIFICATE_FIELDS);
        const host = this.#hosts.declare(this.zoneId, this.host);
        const { mode, certificates } = host.binding;
        if (mode === "disable") {
            throw new SimulatorError("replaceCertificate", "the host serves no certificate; set one with setMode");
        }
        const other = this.#hosts.otherThan(certificates);
        this.#hosts.bind(host, { mode, certificates: [{ ...other, ...certificate }], ...IN_EFFECT });
        return this;
    }

    /** Deployments from now on end as a failed application or a failed binding: the next ones, or all. */
    deployFails(as: "failed" | "issued" = "failed", options: { times?: number } = {}): this {
        checkFields("deployFails", { as, ...options }, { as: FAILURE, times: TIMES });
        this.#hosts.declare(this.zoneId, this.host).plan.fails = { as, times: options.times ?? Infinity };
        return this;
    }

    /** Deployments from now on take so long. */
    deployTakes(ms: number): this {
        checkFields("deployTakes", { ms: ms ?? null }, { ms: milliseconds });
        this.#hosts.declare(this.zoneId, this.host).plan.ms = ms;
        return this;
    }

    /** Deployments from now on succeed, in the time that the simulator's option says. */
    deploySucceeds(): this {
        const { plan } = this.#hosts.declare(this.zoneId, this.host);
        plan.fails = undefined;
        plan.ms = undefined;
        return this;
    }

    #become(domainStatus: DomainStatus): this {
        this.#hosts.declare(this.zoneId, this.host, domainStatus);
        return this;
    }
}

const IN_EFFECT = { applyMs: 0, deployMs: 0, outcome: "deployed" } as const;
