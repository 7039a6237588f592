import type { Api } from "../api/api";
import type { SimulatedHost } from "../hosts/host";
import type { HostListing } from "../hosts/hosts";
import type { CertificateMode, HostCertificateFields } from "../hosts/state";
import { type Changes, readChange, taking } from "./change";

type Fields = HostCertificateFields & { mode: CertificateMode; as?: "failed" | "issued"; times?: number; ms: number };

const CHANGES: Changes<SimulatedHost, Fields> = {
    online: taking([], (host) => host.online()),
    process: taking([], (host) => host.process()),
    offline: taking([], (host) => host.offline()),
    forbid: taking([], (host) => host.forbid()),
    init: taking([], (host) => host.init()),
    remove: taking([], (host) => host.remove()),
    setMode: (host, { mode, ...certificate }) => host.setMode(mode, certificate),
    replaceCertificate: (host, certificate) => host.replaceCertificate(certificate),
    deployFails: (host, { as, ...options }) => host.deployFails(as, options),
    deployTakes: taking(["ms"], (host, { ms }) => host.deployTakes(ms)),
    deploySucceeds: taking([], (host) => host.deploySucceeds()),
};

/** Does `{ zoneId, host, do, ... }`, e.g. `{ ..., "do": "setMode", "mode": "disable" }`. */
export function changeHost(api: Api, input: unknown): HostListing {
    const { fields, change } = readChange(CHANGES, input);
    const { zoneId, host: name, ...others } = fields as Fields & { zoneId: string; host: string };
    const host = change(api.host(zoneId, name), others);
    return { zoneId: host.zoneId, host: host.host, state: host.state };
}
