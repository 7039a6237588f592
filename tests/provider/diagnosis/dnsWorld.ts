import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { type Answer, AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, RECURSION_AVAILABLE } from "dns-packet";
import { ownPort } from "../../ownPort";

/** A record of a zone: its name, type, data and for how many seconds it may be kept. */
export type Entry = [name: string, type: string, data: unknown, ttl?: number];

interface Asked {
    name: string;
    type: string;
    recursive: boolean;
    unchecked: boolean;
    /** The network of EDNS client subnet. */
    subnet?: string;
    tcp: boolean;
    edns: boolean;
}

/** What a server sends back; undefined for silence. */
interface Response {
    code?: keyof typeof CODES;
    flags?: number;
    answers?: Answer[];
    authorities?: Answer[];
    additionals?: Answer[];
    subnetBits?: number;
    /** An extended error. */
    reason?: [code: number, text: string];
    truncated?: boolean;
    /** Whether the question is left out. */
    withoutQuestion?: boolean;
}

export type Behaviour = (asked: Asked) => Response | undefined | Buffer;

const CODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };

export interface DnsWorld {
    port: number;
    /** What each server was asked, such as `127.0.0.4 CNAME _dnsauth.www.example.com`. */
    asked: string[];
    /** What a server answers to a packet that comes another way. */
    answer(address: string, packet: Buffer): Buffer | undefined;
    stop(): Promise<void>;
}

/** DNS servers on loopback addresses, such as `127.0.0.4`, all at one port. They answer over UDP and TCP. */
export async function startDnsWorld(servers: Record<string, Behaviour>, wantedPort?: number): Promise<DnsWorld> {
    const port = wantedPort ?? (await ownPort());
    const asked: string[] = [];
    const open: (Socket | Server)[] = [];
    for (const [address, behaviour] of Object.entries(servers)) {
        const udp = createSocket("udp4");
        udp.on("message", (message, from) => {
            const answer = respond(address, behaviour, message, false, asked);
            if (answer) udp.send(answer, from.port, from.address);
        });
        udp.bind(port, address);
        await once(udp, "listening");
        const tcp = createServer((socket) => {
            socket.on("error", () => socket.destroy());
            socket.once("data", (data) => {
                const answer = respond(address, behaviour, data.subarray(2), true, asked);
                if (!answer) return;
                const length = Buffer.alloc(2);
                length.writeUInt16BE(answer.length);
                socket.end(Buffer.concat([length, answer]));
            });
        });
        tcp.listen(port, address);
        await once(tcp, "listening");
        open.push(udp, tcp);
    }
    return {
        port,
        asked,
        answer: (address, packet) => respond(address, servers[address] as Behaviour, packet, false, asked),
        stop: async () => {
            await Promise.all(open.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
        },
    };
}

function respond(address: string, behaviour: Behaviour, message: Buffer, tcp: boolean, log: string[]) {
    const query: DecodedPacket = decode(message);
    const [question] = query.questions ?? [];
    if (!question) return undefined;
    const options = (query.additionals ?? []).flatMap((record) => (record.type === "OPT" ? record.options : []));
    const subnet = options.find(({ code }) => code === 8) as { ip?: string } | undefined;
    log.push(`${address} ${question.type} ${question.name}`);
    const response = behaviour({
        name: question.name.toLowerCase(),
        type: question.type,
        recursive: query.flag_rd,
        unchecked: query.flag_cd,
        subnet: subnet?.ip,
        tcp,
        edns: (query.additionals ?? []).length > 0,
    });
    if (!response || Buffer.isBuffer(response)) return response;
    const { code = "NOERROR", flags = 0, answers = [], authorities = [], additionals = [], reason } = response;
    const sent: unknown[] = [];
    if (subnet && response.subnetBits !== undefined) {
        sent.push({ code: 8, ip: subnet.ip, sourcePrefixLength: 24, scopePrefixLength: response.subnetBits });
    }
    if (reason) {
        const data = Buffer.concat([Buffer.from([0, reason[0]]), Buffer.from(reason[1])]);
        sent.push({ code: 15, data });
    }
    const opt = { type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, options: sent } as unknown as Answer;
    return encode({
        type: "response",
        id: query.id,
        flags: flags | CODES[code] | (response.truncated && !tcp ? 0x200 : 0) | (query.flag_rd ? 0x100 : 0),
        questions: response.withoutQuestion ? [] : [question],
        answers: response.truncated && !tcp ? [] : answers,
        authorities,
        additionals: query.additionals?.length ? [...additionals, opt] : additionals,
    });
}

const answer = ([name, type, data, ttl = 60]: Entry): Answer => ({ name, type, data, ttl }) as Answer;

/** The SOA of a zone, as it comes with a negative answer. */
function soa(zone: string, ttl = 300): Answer {
    return answer([zone, "SOA", { mname: `ns.${zone}`, rname: `admin.${zone}`, minimum: 300 }, ttl]);
}

/** What a zone's own server answers from its entries; names may be wildcards. */
export function zoneServer(zone: string, entries: readonly Entry[], flags = AUTHORITATIVE_ANSWER): Behaviour {
    return ({ name, type }) => {
        if (name !== zone && !name.endsWith(`.${zone}`)) return { code: "REFUSED" };
        const exists = (one: string) => entries.some(([entry]) => entry === one || entry.endsWith(`.${one}`));
        const named = entries.filter(([entry]) => entry === name);
        // A wildcard stands for what its own parent lacks, and not for what is below a name that exists (RFC 4592).
        let encloser = name;
        while (encloser !== zone && !exists(encloser)) encloser = encloser.slice(encloser.indexOf(".") + 1);
        const wildcards = encloser === name ? [] : entries.filter(([entry]) => entry === `*.${encloser}`);
        const own = named.length > 0 ? named : wildcards.map(([, ...rest]): Entry => [name, ...rest]);
        const fitting = own.filter((entry) => entry[1] === type || entry[1] === "CNAME");
        if (fitting.length > 0) return { flags, answers: fitting.map(answer) };
        const code = own.length > 0 || encloser === name ? "NOERROR" : "NXDOMAIN";
        return { flags, code, authorities: [soa(zone)] };
    };
}

/** What a resolver answers from the entries of all zones that it knows. */
export function resolver(zones: Record<string, readonly Entry[]>): Behaviour {
    return (asked) => {
        const zone = Object.keys(zones)
            .filter((name) => asked.name === name || asked.name.endsWith(`.${name}`))
            .sort((a, b) => b.length - a.length)[0];
        if (zone === undefined) return { flags: RECURSION_AVAILABLE, code: "SERVFAIL" };
        return zoneServer(zone, zones[zone] ?? [], RECURSION_AVAILABLE)(asked);
    };
}
