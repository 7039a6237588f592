import type { Domains } from "../certificates/domains";
import { ApiError } from "../common/apiError";
import { SimulatorError } from "../common/checks";
import { broughtCertificate, freeCertificate } from "./certificates";
import {
    type Binding,
    type CertificateMode,
    certificatesAt,
    type DomainStatus,
    type Host,
    type HostCertificateFields,
    type HostState,
    UNBOUND,
} from "./state";

/**
 * What a host is that no test has declared. `unknown`, the default: the zone has no such host; `strict`: neither can it
 * be applied for; `online`: the zone has it as soon as a call names it.
 */
export type UndeclaredHosts = "unknown" | "strict" | "online";

/** A host of a zone, and its state now. */
export interface HostListing {
    readonly zoneId: string;
    readonly host: string;
    readonly state: HostState;
}

/** The hosts of a zone, and their names in order, once somebody has asked for that. */
interface ZoneHosts {
    readonly byName: Map<string, Host>;
    sorted?: readonly Host[];
}

const LIMIT = 100_000;

/** The acceleration domains of all zones. */
export class Hosts {
    readonly #zones = new Map<string, ZoneHosts>();
    #count = 0;

    constructor(
        private readonly undeclared: UndeclaredHosts,
        private readonly domains: Domains,
        private readonly clock: () => number,
    ) {}

    /** The host of that name, if the zone has it. */
    find(zoneId: string, name: string): Host | undefined {
        return this.#zones.get(zoneId)?.byName.get(name) ?? this.#assume(zoneId, name);
    }

    /** The host of that name, or what the API answers where the zone has none. */
    mustFind(zoneId: string, name: string): Host {
        const host = this.find(zoneId, name);
        if (host === undefined) {
            throw new ApiError("ResourceUnavailable.HostNotFound", [name]);
        }
        return host;
    }

    /** The zone's hosts by name. They are sorted once for all calls, until there is another one. */
    sorted(zoneId: string): readonly Host[] {
        const zone = this.#zones.get(zoneId);
        if (zone === undefined) {
            return [];
        }
        // By code units, as names of letters, digits and hyphens have no other order.
        zone.sorted ??= [...zone.byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
        return zone.sorted;
    }

    /** The host of that name, made where there is none; with a status, it has that one now. */
    declare(zoneId: string, name: string, domainStatus?: DomainStatus): Host {
        const zone: ZoneHosts = this.#zones.get(zoneId) ?? { byName: new Map() };
        this.#zones.set(zoneId, zone);
        let host = zone.byName.get(name);
        if (host === undefined) {
            if (this.#count >= LIMIT) {
                throw new SimulatorError(
                    "host",
                    `the simulator holds ${LIMIT} hosts and no more; reset() forgets them`,
                );
            }
            const now = this.clock();
            host = { name, createdAt: now, modifiedAt: now, domainStatus: "online", binding: UNBOUND, plan: {} };
            zone.byName.set(name, host);
            zone.sorted = undefined;
            this.#count += 1;
        }
        if (domainStatus !== undefined) {
            host.domainStatus = domainStatus;
            host.modifiedAt = this.clock();
        }
        return host;
    }

    bind(host: Host, binding: Omit<Binding, "since">): void {
        const now = this.clock();
        host.binding = { ...binding, since: now };
        host.modifiedAt = now;
    }

    remove(zoneId: string, name: string): void {
        const zone = this.#zones.get(zoneId);
        if (zone?.byName.delete(name)) {
            zone.sorted = undefined;
            this.#count -= 1;
        }
    }

    state(zoneId: string, name: string): HostState {
        const host = this.#zones.get(zoneId)?.byName.get(name);
        return host
            ? this.stateOf(zoneId, host)
            : { domainStatus: "unknown", cname: "", certificate: { mode: "disable", list: [] } };
    }

    stateOf(zoneId: string, { name, domainStatus, binding }: Host): HostState {
        // A free certificate that the platform renews is renewed wherever it is served.
        const source = binding.source === undefined ? undefined : this.domains.state(zoneId, binding.source);
        const renewed = source && "expireTime" in source ? source.expireTime : undefined;
        const list = certificatesAt(binding, renewed, this.clock());
        return { domainStatus, cname: `${name}.teo.example`, certificate: { mode: binding.mode, list } };
    }

    /** The certificate that a host serves in a mode, where a test gives no other, and whose free certificate it is. */
    certificateFor(
        zoneId: string,
        name: string,
        mode: CertificateMode,
    ): Pick<Binding, "source" | "expireTime"> & { served: HostCertificateFields } {
        const brought = broughtCertificate(this.clock(), zoneId, name);
        if (mode === "sslcert") {
            return { served: brought };
        }
        const held = this.domains.certificate(zoneId, name);
        return {
            served: freeCertificate(zoneId, held?.source ?? name),
            ...(held ?? { expireTime: brought.expireTime }),
        };
    }

    /** Another certificate than those. */
    otherThan(certificates: readonly HostCertificateFields[]): HostCertificateFields {
        return broughtCertificate(this.clock(), "other than", ...certificates.map(({ certId = "" }) => certId));
    }

    list(): HostListing[] {
        return [...this.#zones].flatMap(([zoneId, { byName }]) =>
            [...byName.values()].map((host) => ({ zoneId, host: host.name, state: this.stateOf(zoneId, host) })),
        );
    }

    clear(): void {
        this.#zones.clear();
        this.#count = 0;
    }

    #assume(zoneId: string, name: string): Host | undefined {
        return this.undeclared === "online" ? this.declare(zoneId, name) : undefined;
    }
}
