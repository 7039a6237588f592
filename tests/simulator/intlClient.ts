import type { ApiClient } from "./conformance";

type Callback = (error: { code?: string; message: string; requestId: string } | null, response: object) => void;
type Client = Readonly<Record<string, ((parameters: object, callback: Callback) => void) | undefined>> & {
    request(action: string, parameters: object, response: object, callback: Callback): void;
};

// It has no types of its own.
const { v20220901: teo } = require("tencentcloud-sdk-nodejs-intl-en/tencentcloud/teo") as {
    v20220901: { Client: new (credential: unknown, region: string, profile: unknown) => Client };
};
const { Credential, ClientProfile, HttpProfile } =
    require("tencentcloud-sdk-nodejs-intl-en/tencentcloud/common") as Record<
        "Credential" | "ClientProfile" | "HttpProfile",
        new (
            ...fields: unknown[]
        ) => object
    >;

/** The official international Node SDK, which signs by HmacSHA256 unless it is told otherwise. */
export const intlClient: ApiClient = (call) =>
    new Promise((resolve, reject) => {
        const { protocol, host } = new URL(call.endpoint);
        const { secretId, secretKey, token } = call.credentials;
        const http = new HttpProfile(`${protocol}//`, host, call.method, 10);
        const profile = new ClientProfile(call.signMethod, http);
        const client = new teo.Client(new Credential(secretId, secretKey, token), "", profile);
        const done: Callback = (error, response) => {
            if (error === null) {
                resolve({ fields: withoutNull(response) as Readonly<Record<string, unknown>> });
            } else if (error.code) {
                resolve({ error: { code: error.code, message: error.message, requestId: error.requestId } });
            } else {
                reject(error);
            }
        };
        // What is undefined it would sign and not send.
        const parameters = JSON.parse(JSON.stringify(call.parameters));
        const typed = client[call.action];
        if (typed) {
            typed.call(client, parameters, done);
        } else {
            const response = { deserialize: (fields: object) => Object.assign(response, fields) };
            client.request(call.action, parameters, response, done);
        }
    });

/** Its types hold null for what an answer does not have. */
const withoutNull = (response: object): unknown =>
    JSON.parse(JSON.stringify(response, (_, value) => (value === null ? undefined : value)));
