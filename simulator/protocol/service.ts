import { type HttpRequest, headerOf } from "./http";

/** The vendor's own hosts: the first part names the service, and a region or `intl` may follow. */
const VENDOR_HOST = /^([a-z0-9-]+)\.(?:[a-z0-9-]+\.)*tencentcloudapi\.com(?::\d+)?$/;

/**
 * The service that a call is for, e.g. `teo`, where it says so: by one of the vendor's hosts, of which this may be the
 * proxy, or by the scope of its signature. Some SDKs take the first part of any endpoint for that, e.g. `127`: it says nothing.
 */
export function serviceOf(request: HttpRequest): string | undefined {
    const host = headerOf(request, "host").toLowerCase();
    const [, named] = VENDOR_HOST.exec(host) ?? [];
    const [, scope] =
        /^TC3-HMAC-SHA256 Credential=[^/,\s]+\/[^/,\s]+\/([^/,\s]+)\//.exec(headerOf(request, "authorization")) ?? [];
    return named ?? (scope === undefined || host.startsWith(scope.toLowerCase()) ? undefined : scope);
}
