import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import { bits, der, octets, oid, sequence, TRUE, utcTime } from "./der";

/** What a TLS server shows, and the authority that vouches for it; all in PEM. */
export interface ServerCertificate {
    readonly key: string;
    readonly cert: string;
    /** The certificate of the authority: what a client is to trust. */
    readonly authority: string;
}

interface KeyPair {
    readonly publicKey: KeyObject;
    readonly privateKey: KeyObject;
}

/** The API by the vendor's names too, for a client that reaches the simulator through a proxy. */
const VENDOR_NAMES = ["tencentcloudapi.com", "intl.tencentcloudapi.com"].flatMap((name) => [name, `*.${name}`]);
const LOCAL_NAMES = ["localhost", "host.docker.internal"];
const LOCAL_ADDRESSES = ["127.0.0.1", "::1"];

const DAY_MS = 24 * 3600 * 1000;
const ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));

/**
 * Makes an authority, and a certificate by it for the names that the simulator may be reached by. The authority's key is
 * forgotten at once, so that whoever trusts it trusts this one certificate and no other.
 */
export function makeServerCertificate(): ServerCertificate {
    const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const issuer = { name: nameOf(`TEO simulator ${randomBytes(4).toString("hex")}`), keys: authority };
    const extensions = {
        authority: [extension("2.5.29.19", sequence(TRUE), true), extension("2.5.29.15", bits(byte(0x06), 1), true)],
        server: [
            extension("2.5.29.19", sequence(), true),
            extension("2.5.29.15", bits(byte(0x80), 7), true),
            extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"))),
            extension(
                "2.5.29.17",
                sequence(...[...LOCAL_NAMES, ...VENDOR_NAMES].map(dnsName), ...LOCAL_ADDRESSES.map(ipAddress)),
            ),
        ],
    };
    return {
        key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        cert: certificate(issuer, nameOf("TEO simulator"), server.publicKey, extensions.server),
        authority: certificate(issuer, issuer.name, authority.publicKey, extensions.authority),
    };
}

/** An X.509 certificate (RFC 5280). Clients of Apple's take none that is good for more than 398 days. */
function certificate(
    issuer: { readonly name: Buffer; readonly keys: KeyPair },
    subject: Buffer,
    key: KeyObject,
    extensions: readonly Buffer[],
): string {
    const now = Date.now();
    const identifiers = [
        extension("2.5.29.14", octets(keyId(key))),
        extension("2.5.29.35", sequence(der(0x80, keyId(issuer.keys.publicKey)))),
    ];
    const content = sequence(
        der(0xa0, der(0x02, byte(2))),
        der(0x02, byte(1), randomBytes(15)),
        ECDSA_SHA256,
        issuer.name,
        sequence(utcTime(now - DAY_MS), utcTime(now + 396 * DAY_MS)),
        subject,
        key.export({ type: "spki", format: "der" }),
        der(0xa3, sequence(...extensions, ...identifiers)),
    );
    const signed = sequence(content, ECDSA_SHA256, bits(sign("sha256", content, issuer.keys.privateKey)));
    const lines = signed.toString("base64").match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

const byte = (value: number): Buffer => Buffer.from([value]);
const nameOf = (commonName: string): Buffer =>
    sequence(der(0x31, sequence(oid("2.5.4.3"), der(0x0c, Buffer.from(commonName)))));
const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
    sequence(oid(id), ...(isCritical ? [TRUE] : []), octets(value));
const keyId = (key: KeyObject): Buffer =>
    createHash("sha1")
        .update(key.export({ type: "spki", format: "der" }))
        .digest();
const dnsName = (name: string): Buffer => der(0x82, Buffer.from(name));
const ipAddress = (address: string): Buffer =>
    der(
        0x87,
        isIPv4(address) ? Buffer.from(address.split(".").map(Number)) : Buffer.concat([Buffer.alloc(15), byte(1)]),
    );
