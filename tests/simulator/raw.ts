import { createHash, createHmac } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";
import type { KeyPair } from "../../simulator";

export interface RawRequest {
    readonly method?: string;
    readonly path?: string;
    /** In place of the path: what a client sends that takes the simulator for its HTTP proxy, i.e. a whole URL. */
    readonly target?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
}

export interface RawAnswer<Json = unknown> {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly text: string;
    /** Of the shape that the test expects; nothing has checked it. */
    readonly json: Json;
}

/** An answer of the API, as far as the tests look into it. */
export interface Envelope {
    readonly Response: {
        readonly RequestId: string;
        readonly Error?: { readonly Code: string; readonly Message: string };
        readonly CommonName?: string;
    };
}

/** One HTTP request as it stands: no SDK, no fetch, so that every header can be set, `Host` included. */
export function send<Json>(endpoint: string, { method = "POST", path = "/", target, ...rest }: RawRequest = {}) {
    const { headers = {}, body } = rest;
    const options = { method, headers, agent: false as const, ...(target === undefined ? {} : { path: target }) };
    return new Promise<RawAnswer<Json>>((resolve, reject) => {
        const outgoing = request(new URL(path, endpoint), options, (response) => {
            let text = "";
            response.setEncoding("utf8");
            response.on("data", (chunk: string) => {
                text += chunk;
            });
            response.on("error", reject);
            response.on("end", () => {
                const isJson = response.headers["content-type"] === "application/json" && text !== "";
                const json = isJson ? JSON.parse(text) : undefined;
                resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
            });
        });
        outgoing.on("error", reject);
        outgoing.end(body);
    });
}

export interface Signing {
    readonly keyPair: KeyPair;
    readonly body: string;
    /** The host as it is signed. */
    readonly host: string;
    readonly atMs?: number;
    readonly action?: string;
    readonly version?: string;
    /** The service of the credential scope. */
    readonly service?: string;
    /** The date of the credential scope, where it is not the timestamp's. */
    readonly date?: string;
}

/** Signs a POST as the vendor's documentation has it, apart from the simulator's own code. */
export function sign({ keyPair, body, host, atMs = Date.now(), ...rest }: Signing): Record<string, string> {
    const { action = "CheckFreeCertificateVerification", version = "2022-09-01", service = "teo" } = rest;
    const timestamp = `${Math.floor(atMs / 1000)}`;
    const date = rest.date ?? new Date(atMs).toISOString().slice(0, 10);
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
    const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`;
    const scope = `${date}/${service}/tc3_request`;
    const key = hmac(hmac(hmac(`TC3${keyPair.secretKey}`, date), service), "tc3_request");
    const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString("hex");
    return {
        "Content-Type": "application/json",
        "X-TC-Action": action,
        "X-TC-Version": version,
        "X-TC-Timestamp": timestamp,
        ...(keyPair.token === undefined ? {} : { "X-TC-Token": keyPair.token }),
        Authorization: `TC3-HMAC-SHA256 Credential=${keyPair.secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
    };
}

export interface FormSigning {
    readonly keyPair: KeyPair;
    readonly host: string;
    readonly method?: "GET" | "POST";
    /** Undefined: the call does not name one. */
    readonly algorithm?: "HmacSHA1" | "HmacSHA256";
    readonly atMs?: number;
    readonly parameters: Readonly<Record<string, string>>;
}

/** The fields of a call signed by HmacSHA1 or HmacSHA256, as the vendor's documentation has it. */
export function signForm({ keyPair, host, parameters, atMs = Date.now(), ...rest }: FormSigning) {
    const { method = "POST", algorithm } = rest;
    const fields: Record<string, string> = {
        Action: "CheckFreeCertificateVerification",
        Version: "2022-09-01",
        Timestamp: `${Math.floor(atMs / 1000)}`,
        Nonce: "11886",
        SecretId: keyPair.secretId,
        ...(algorithm === undefined ? {} : { SignatureMethod: algorithm }),
        ...(keyPair.token === undefined ? {} : { Token: keyPair.token }),
        ...parameters,
    };
    const names = Object.keys(fields).sort();
    const text = `${method}${host}/?${names.map((name) => `${name}=${fields[name]}`).join("&")}`;
    const Signature = createHmac(algorithm === "HmacSHA256" ? "sha256" : "sha1", keyPair.secretKey)
        .update(text)
        .digest("base64");
    return { ...fields, Signature };
}
