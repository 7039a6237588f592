import type { Domains } from "../certificates/domains";
import { ApiError } from "../common/apiError";
import { SimulatorError } from "../common/checks";
import type { Zones } from "../zones/zones";
import { BroughtCertificates, broughtCertificate, freeCertificate } from "./certificates";
import {
    type Binding,
    type CertificateMode,
    certificatesAt,
    DEFAULT_SETTINGS,
    type DomainStatus,
    type Host,
    type HostCertificateFields,
    type HostSettings,
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
    /** Those that are not to come back by being named. */
    readonly removed: Set<string>;
    sorted?: readonly Host[];
}

const LIMIT = 100_000;

/** The acceleration domains of all zones. */
export class Hosts {
    readonly #zones = new Map<string, ZoneHosts>();
    readonly #brought = new BroughtCertificates();
    #count = 0;

    constructor(
        private readonly undeclared: UndeclaredHosts,
        private readonly domains: Domains,
        private readonly clock: () => number,
        private readonly zones: Zones,
    ) {}

    /** True where the zone has the host already, and not only for being named. */
    has(zoneId: string, name: string): boolean {
        return this.#zones.get(zoneId)?.byName.has(name) ?? false;
    }

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
        const zone = this.#zone(zoneId);
        let host = zone.byName.get(name);
        if (host === undefined) {
            this.#count += zone.removed.delete(name) ? 0 : this.#place();
            const now = this.clock();
            host = {
                name,
                createdAt: now,
                modifiedAt: now,
                domainStatus: "online",
                settlesAt: 0,
                settings: DEFAULT_SETTINGS,
                mutualTls: {},
                binding: UNBOUND,
                plan: {},
            };
            zone.byName.set(name, host);
            zone.sorted = undefined;
        }
        if (domainStatus !== undefined) {
            host.domainStatus = domainStatus;
            host.settlesAt = 0;
            host.modifiedAt = this.clock();
        }
        return host;
    }

    /** What a call has changed, on its way to the edge for so long. */
    configure(host: Host, changes: { domainStatus?: DomainStatus; settings?: HostSettings }, ms: number): void {
        const now = this.clock();
        Object.assign(host, changes, { settlesAt: now + ms, modifiedAt: now });
    }

    /** Its status now: a zone that is paused, or has no plan, serves no host. */
    statusOf(zoneId: string, { domainStatus, settlesAt }: Host): DomainStatus {
        const zone = this.zones.find(zoneId);
        if (domainStatus === "forbidden") {
            return domainStatus;
        }
        if (domainStatus === "online" && zone?.planId === undefined) {
            return "init";
        }
        if (zone?.isPaused) {
            return "offline";
        }
        return this.clock() < settlesAt ? "process" : domainStatus;
    }

    bind(host: Host, binding: Omit<Binding, "since">): void {
        const now = this.clock();
        this.#brought.remember(binding.certificates);
        host.binding = { ...binding, since: now };
        host.modifiedAt = now;
    }

    remove(zoneId: string, name: string): void {
        const zone = this.#zone(zoneId);
        this.#count -= zone.byName.delete(name) ? 1 : 0;
        zone.sorted = undefined;
        // Where the zone has every host that a call names, it has no longer this one.
        if (this.undeclared === "online" && !zone.removed.has(name)) {
            this.#count += this.#place();
            zone.removed.add(name);
        }
    }

    /** Forgets the hosts of a zone that a call has deleted. */
    removeZone(zoneId: string): void {
        const zone = this.#zone(zoneId);
        this.#count -= zone.byName.size + zone.removed.size;
        this.#zones.delete(zoneId);
    }

    state(zoneId: string, name: string): HostState {
        const host = this.#zones.get(zoneId)?.byName.get(name);
        return host
            ? this.stateOf(zoneId, host)
            : { domainStatus: "unknown", cname: "", certificate: { mode: "disable", list: [] } };
    }

    stateOf(zoneId: string, host: Host): HostState {
        const { name, binding, settings } = host;
        // A free certificate that the platform renews is renewed wherever it is served.
        const renewed = binding.source === undefined ? undefined : this.domains.endOf(zoneId, binding.source);
        const list = certificatesAt(binding, renewed, this.clock());
        return {
            domainStatus: this.statusOf(zoneId, host),
            cname: settings.sharedCname ?? cnameOf(name),
            certificate: { mode: binding.mode, list },
        };
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

    /** The certificate of that id, which somebody has brought. */
    brought(certId: string): HostCertificateFields {
        return this.#brought.get(certId, this.clock());
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
        this.#brought.clear();
        this.#count = 0;
    }

    #assume(zoneId: string, name: string): Host | undefined {
        const isThere = this.undeclared === "online" && !this.#zones.get(zoneId)?.removed.has(name);
        return isThere ? this.declare(zoneId, name) : undefined;
    }

    #zone(zoneId: string): ZoneHosts {
        const zone = this.#zones.get(zoneId) ?? { byName: new Map(), removed: new Set() };
        this.#zones.set(zoneId, zone);
        return zone;
    }

    /** A place for one name more, of which there are so many. */
    #place(): 1 {
        if (this.#count >= LIMIT) {
            throw new SimulatorError("host", `the simulator holds at most ${LIMIT} hosts; reset() deletes them`);
        }
        return 1;
    }
}

/** The name that EdgeOne gives a host, for the host's own CNAME record to point at. */
const cnameOf = (name: string): string => `${name}.teo.example`;
