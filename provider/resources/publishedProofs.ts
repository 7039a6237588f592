import * as pulumi from "@pulumi/pulumi";
import type { DnsVerification } from "../lifecycle/shared/proof";
import { perRun } from "./currentRun";

/** One certificate whose DNS record is to be published. */
export interface RecordToPublish {
    /** The zone, as it was given. Two outputs are one zone only if they are the same object. */
    zone: unknown;
    /** The domain of the application, normalised. */
    domain: string;
    record: pulumi.Output<DnsVerification>;
    /** The parent of the record if it proves only this domain; the stack by default. */
    component: pulumi.Resource | undefined;
    /** The providers that the component was given. */
    options: pulumi.ComponentResourceOptions;
    publish(opts: pulumi.CustomResourceOptions): pulumi.Resource | pulumi.Resource[];
}

interface Group {
    members: RecordToPublish[];
    published?: Promise<pulumi.Resource[]>;
}

/**
 * Publishes the DNS records of a program: only once if a domain and its wildcard (`example.com` and `*.example.com`) need the same record.
 * Decides after the synchronous part of the program, so that the order of declarations does not matter. Returns the dependencies of the
 * verification.
 */
export function publishRecord(toPublish: RecordToPublish): pulumi.Input<pulumi.Resource[]> {
    const { zone } = toPublish;
    const groups = groupsOfThisProgram();
    const byName = groups.get(zone) ?? new Map<string, Group>();
    groups.set(zone, byName);
    const name = sharedName(toPublish);
    const group = byName.get(name) ?? { members: [] };
    byName.set(name, group);
    group.members.push(toPublish);
    group.published ??= Promise.resolve().then(() => publishOf(group.members));
    const [first] = group.members as [RecordToPublish];
    if (first === toPublish) return group.published;
    const others = pulumi.all([first.record, toPublish.record]).apply(([shared, own]) => {
        const isSame = shared?.fqdn === own?.fqdn && shared?.recordValue === own?.recordValue;
        return isSame ? [] : [toPublish.publish(ownOptions(toPublish))].flat();
    });
    return pulumi.output(group.published).apply((shared) => others.apply((own) => [...shared, ...own]));
}

/** A record that proves two domains is a child of neither, so that it stays when one is removed from the program. */
function publishOf(members: RecordToPublish[]): pulumi.Resource[] {
    const [first] = members as [RecordToPublish];
    if (members.length === 1) return [first.publish(ownOptions(first))].flat();
    const parent = new pulumi.ComponentResource(SHARED, sharedName(first), {}, first.options);
    const before = members.map(({ component }) => ({ parent: component ?? pulumi.rootStackResource }));
    return [first.publish({ parent, aliases: before })].flat();
}

function ownOptions(member: RecordToPublish): pulumi.CustomResourceOptions {
    const aliases = [{ parent: pulumi.createUrn(sharedName(member), SHARED) }];
    return { ...(member.component && { parent: member.component }), aliases };
}

/** The parent of a record that proves two domains. */
const SHARED = "teo:index:SharedProof";

function sharedName({ zone, domain }: RecordToPublish): string {
    const name = domain.replace(/^\*\./, "");
    return typeof zone === "string" ? `${zone}/${name}` : name;
}

const groupsOfThisProgram = perRun(() => new Map<unknown, Map<string, Group>>());
