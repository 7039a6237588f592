import { createServer, Packet } from "dns2";

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

const keyOf = (name: string, type: string): string => `${type} ${name.toLowerCase().replace(/\.$/, "")}`;

/** Starts one, on a free port. It answers over UDP, as resolvers ask. */
export async function start({ records = [] }: { records?: readonly DnsRecord[] } = {}): Promise<DnsServer> {
    const values = new Map(records.map(({ name, type, value }) => [keyOf(name, type), value]));
    const questions: string[] = [];
    const server = createServer({
        udp: true,
        handle(request, send) {
            const response = Packet.createResponseFromRequest(request);
            response.header.aa = 1;
            for (const question of request.questions) {
                const key = keyOf(question.name, Packet.typeName(question.type));
                questions.push(key);
                const value = values.get(key);
                if (value !== undefined) {
                    const data = question.type === Packet.TYPE.TXT ? { data: value } : { domain: value };
                    const base = { name: question.name, type: question.type, class: Packet.CLASS.IN, ttl: 1 };
                    response.answers.push({ ...base, ...data } as (typeof response.answers)[number]);
                }
            }
            if (response.answers.length === 0) {
                response.header.rcode = Packet.RCODE.NXDOMAIN;
            }
            void send(response);
        },
    });
    const { udp } = await server.listen({ udp: { port: 0, address: "127.0.0.1" } });
    return {
        address: `127.0.0.1:${udp?.port}`,
        questions,
        set: (name, type, value) => void values.set(keyOf(name, type), value),
        remove: (name, type) => void values.delete(keyOf(name, type)),
        stop: () => server.close(),
    };
}
