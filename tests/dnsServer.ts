import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from "dns-packet";

/** A DNS server on loopback, which is the authority for all names and knows what a test has set. */
export interface DnsServer {
    /** E.g. `127.0.0.1:53001`. */
    readonly address: string;
    /** The names that were asked for so far, e.g. `CNAME _dnsauth.www.example.com`. */
    readonly questions: readonly string[];
    /** Sets the value of a record, in place of the one of that name and type. */
    set(name: string, type: DnsRecordType, value: string): void;
    remove(name: string, type: DnsRecordType): void;
    stop(): Promise<void>;
}

type DnsRecordType = "CNAME" | "TXT";

export interface DnsRecord {
    readonly name: string;
    readonly type: DnsRecordType;
    readonly value: string;
}

/** The response code for a name that does not exist. */
const NXDOMAIN = 3;

const keyOf = (name: string, type: string): string => `${type} ${name.toLowerCase().replace(/\.$/, "")}`;

/** Starts one, on a free port. It answers over UDP, as resolvers ask. */
export async function start({ records = [] }: { records?: readonly DnsRecord[] } = {}): Promise<DnsServer> {
    const values = new Map(records.map(({ name, type, value }) => [keyOf(name, type), value]));
    const questions: string[] = [];
    const socket = createSocket("udp4");
    socket.on("message", (message, { port, address }) => {
        const { id, questions: asked = [] } = decode(message);
        const answers: Answer[] = asked.flatMap(({ name, type }) => {
            questions.push(keyOf(name, type));
            const data = values.get(keyOf(name, type));
            return data === undefined ? [] : [{ name, type: type as DnsRecordType, ttl: 1, data }];
        });
        const flags = AUTHORITATIVE_ANSWER | (answers.length > 0 ? 0 : NXDOMAIN);
        socket.send(encode({ type: "response", id, flags, questions: asked, answers }), port, address);
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return {
        address: `127.0.0.1:${socket.address().port}`,
        questions,
        set: (name, type, value) => void values.set(keyOf(name, type), value),
        remove: (name, type) => void values.delete(keyOf(name, type)),
        stop: () => new Promise((resolve) => socket.close(() => resolve())),
    };
}
