import { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { teo } from "tencentcloud-sdk-nodejs-teo";
import type { Simulator } from "../../simulator";
import type { ApiCall, ApiClient } from "./conformance";

/** The official Node SDK's client, as it is. */
export function clientOf(call: Omit<ApiCall, "action" | "parameters">, timeoutMs = 10_000) {
    const { protocol, host } = new URL(call.endpoint);
    // An agent, since the SDK would otherwise send local calls through a proxy of the environment, too.
    const agent = protocol === "http:" ? new Agent() : new SecureAgent();
    return new teo.v20220901.Client({
        credential: { ...call.credentials },
        profile: {
            language: call.language,
            signMethod: call.signMethod,
            httpProfile: {
                protocol: `${protocol}//`,
                endpoint: host,
                reqMethod: call.method ?? "POST",
                reqTimeout: timeoutMs / 1000,
                agent,
            },
        },
    });
}

export const nodeClient: ApiClient = async (call) => {
    try {
        return { fields: await clientOf(call).request(call.action, call.parameters) };
    } catch (thrown) {
        const error = thrown as { code?: string; message: string; requestId: string };
        if (error.code === undefined) {
            throw thrown;
        }
        return { error: { code: error.code, message: error.message, requestId: error.requestId } };
    }
};

export const ZONE = "zone-28v607hq8d3m";

/** Calls a simulator with its own key pair. */
export const call = (simulator: Simulator, action: string, parameters: ApiCall["parameters"], changes = {}) =>
    nodeClient({
        endpoint: simulator.endpoint,
        credentials: simulator.credentials,
        action,
        parameters: { ZoneId: ZONE, ...parameters },
        ...changes,
    });

/** Checks a domain of a simulator. */
export const check = (simulator: Simulator, domain: string, changes: Partial<ApiCall> = {}) =>
    call(simulator, "CheckFreeCertificateVerification", { Domain: domain }, changes);
