import * as pulumi from "@pulumi/pulumi";
import { stackConfig, throwRunError } from "./stackConfig";

/** Which hosts to list. */
export interface GetAccelerationDomainsArgs {
    /** The id of the EdgeOne zone. */
    zoneId: string;
    /** Only hosts that a certificate for this domain covers: `*.example.com` for the hosts one label below `example.com`. */
    coveredBy?: string;
}

/** A host of a zone. */
export interface AccelerationDomain {
    /** Lower case and in ASCII. */
    host: string;
    /** `online`, `process`, `offline`, `forbidden` or `init`. */
    status?: string | undefined;
}

/**
 * Lists the acceleration domains of a zone, sorted by name: one call of DescribeAccelerationDomains for each 200, in previews too. A host
 * added to the zone appears in the next preview.
 *
 * @example
 * ```ts
 * import * as teo from "pulumi-teo";
 *
 * export = async () => {
 *     const hosts = await teo.getAccelerationDomains({ zoneId: "zone-28v607hq8d3m", coveredBy: "*.example.com" });
 *     return { hosts: hosts.map(({ host }) => host) };
 * };
 * ```
 */
export async function getAccelerationDomains(args: GetAccelerationDomainsArgs): Promise<AccelerationDomain[]> {
    const { readHosts } = require("./lookUps") as typeof import("./lookUps");
    return readHosts(args, stackConfig).catch(throwRunError);
}

/** {@link getAccelerationDomains} for arguments that are known only after other resources. */
export function getAccelerationDomainsOutput(args: {
    zoneId: pulumi.Input<string>;
    coveredBy?: pulumi.Input<string>;
}): pulumi.Output<AccelerationDomain[]> {
    return pulumi.output(args).apply((known) => getAccelerationDomains(known as GetAccelerationDomainsArgs));
}
