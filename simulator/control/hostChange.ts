import type { Api } from "../api/api";
import type { SimulatedHost } from "../hosts/host";
import type { HostListing } from "../hosts/hosts";
import type { CertificateMode, HostCertificateFields } from "../hosts/state";
import { type Changes, readChange } from "./change";

type Fields = HostCertificateFields & { mode: CertificateMode; as?: "failed" | "issued"; times?: number; ms: number };

const CHANGES: Changes<SimulatedHost, Fields> = {
    online: (host) => host.online(),
    process: (host) => host.process(),
    offline: (host) => host.offline(),
    forbid: (host) => host.forbid(),
    init: (host) => host.init(),
    remove: (host) => host.remove(),
    setMode: (host, { mode, ...certificate }) => host.setMode(mode, certificate),
    replaceCertificate: (host, certificate) => host.replaceCertificate(certificate),
    deployFails: (host, { as, ...options }) => host.deployFails(as, options),
    deployTakes: (host, { ms }) => host.deployTakes(ms),
    deploySucceeds: (host) => host.deploySucceeds(),
};

/** Does `{ zoneId, host, do, ... }`, e.g. `{ ..., "do": "setMode", "mode": "disable" }`. */
export function changeHost(api: Api, input: unknown): HostListing {
    const { fields, change } = readChange(CHANGES, input);
    const { zoneId, host: name, ...others } = fields as Fields & { zoneId: string; host: string };
    const host = change(api.host(zoneId, name), others);
    return { zoneId: host.zoneId, host: host.host, state: host.state };
}
