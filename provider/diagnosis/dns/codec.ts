import { randomInt } from "node:crypto";
import {
    type Answer,
    CHECKING_DISABLED,
    type DecodedPacket,
    decode,
    encode,
    type PacketOpt,
    RECURSION_DESIRED,
    type TxtData,
} from "dns-packet";
import { printable } from "../../common/text";
import { normalName } from "./names";

export type RecordType = "A" | "AAAA" | "CNAME" | "NS" | "SOA" | "TXT" | "CAA";

export interface Question {
    name: string;
    type: RecordType;
    /** Asks a resolver to find the answer; left out for a name server of a zone. */
    recursive?: boolean;
    /** Asks a resolver not to check DNSSEC. */
    unchecked?: boolean;
    /** Asks as if from this network, such as `8.8.8.0` with 24 bits (EDNS client subnet). */
    subnet?: string;
}

interface Caa {
    flags: number;
    tag: string;
    value: string;
}

export interface ResourceRecord {
    /** Lower case, without a final dot, printable. */
    name: string;
    type: string;
    /** Seconds for which it may be kept. */
    ttl: number;
    /** The name, address or text; for a SOA its `minimum`, for others "". Printable. */
    value: string;
    caa?: Caa;
}

export interface Reply {
    /** Such as `NOERROR`. */
    code: string;
    authoritative: boolean;
    recursionAvailable: boolean;
    truncated: boolean;
    answers: ResourceRecord[];
    authorities: ResourceRecord[];
    additionals: ResourceRecord[];
    /** For how many bits of the client's network the answer is meant; undefined if the server does not say. */
    subnetBits?: number;
    /** Why the server failed (RFC 8914). */
    reason?: { code: number; text: string };
}

const EXTENDED_ERROR = 15;
/** What passes every network in one piece. */
const UDP_PAYLOAD_SIZE = 1232;
const SUBNET_BITS = 24;
/** A name server has no reason to answer more than this to what is asked here. */
const MAX_BYTES = 8192;

export interface Query {
    packet: Buffer;
    /** The reply in a packet; undefined if it is none to this query. */
    read(packet: Buffer): Reply | undefined;
}

/** The packet for a question, with an id that nobody guesses. */
export function makeQuery({ name, type, recursive, unchecked, subnet }: Question, withEdns = true): Query {
    const id = randomInt(65536);
    const options: PacketOpt[] = subnet
        ? [{ code: 8, ip: subnet, sourcePrefixLength: SUBNET_BITS, scopePrefixLength: 0 }]
        : [];
    const opt: Answer = {
        type: "OPT",
        name: ".",
        udpPayloadSize: UDP_PAYLOAD_SIZE,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options,
    };
    const flags = (recursive ? RECURSION_DESIRED : 0) | (unchecked ? CHECKING_DISABLED : 0);
    const packet = encode({
        type: "query",
        id,
        flags,
        questions: [{ name, type }],
        additionals: withEdns ? [opt] : [],
    });
    return {
        packet,
        read(bytes) {
            if (bytes.length > MAX_BYTES) return undefined;
            try {
                const reply = decode(bytes);
                if (!reply.flag_qr || reply.id !== id) return undefined;
                const [question] = reply.questions ?? [];
                // Some servers leave the question out where they cannot read it.
                if (!question) return isError(reply) ? replyOf(reply) : undefined;
                const isSame = question.type === type && normalName(question.name) === normalName(name);
                return isSame ? replyOf(reply) : undefined;
            } catch {
                // Bytes that are no DNS message.
                return undefined;
            }
        },
    };
}

// The codec knows the code, though its types do not say so.
const codeOf = (packet: DecodedPacket): string => (packet as DecodedPacket & { rcode: string }).rcode;

const isError = (packet: DecodedPacket): boolean => !["NOERROR", "NXDOMAIN"].includes(codeOf(packet));

function replyOf(packet: DecodedPacket): Reply {
    const options = (packet.additionals ?? []).flatMap((record) => (record.type === "OPT" ? record.options : []));
    const subnet = options.find(({ code }) => code === 8);
    const error = options.find(({ code }) => (code as number) === EXTENDED_ERROR)?.data;
    return {
        code: codeOf(packet),
        authoritative: packet.flag_aa,
        recursionAvailable: packet.flag_ra,
        truncated: packet.flag_tc,
        answers: recordsOf(packet.answers),
        authorities: recordsOf(packet.authorities),
        additionals: recordsOf(packet.additionals),
        subnetBits: subnet && "scopePrefixLength" in subnet ? (subnet.scopePrefixLength ?? 0) : undefined,
        reason:
            error && error.length >= 2
                ? { code: error.readUInt16BE(0), text: printable(error.toString("utf8", 2), 100) }
                : undefined,
    };
}

function recordsOf(records: readonly Answer[] = []): ResourceRecord[] {
    return records.flatMap((record) => {
        if (record.type === "OPT") return [];
        const { name, type, ttl = 0 } = record;
        const common = { name: normalName(name), type, ttl };
        switch (record.type) {
            case "CNAME":
            case "DNAME":
            case "NS":
                return [{ ...common, value: normalName(record.data) }];
            case "A":
            case "AAAA":
                return [{ ...common, value: record.data }];
            case "TXT":
                return [{ ...common, value: printable(textOf(record.data)) }];
            case "SOA":
                return [{ ...common, value: String(record.data.minimum ?? 0) }];
            case "CAA": {
                const { flags = 0, tag, value } = record.data;
                return [
                    { ...common, value: "", caa: { flags, tag: printable(tag, 30), value: printable(value, 100) } },
                ];
            }
            default:
                return [{ ...common, value: "" }];
        }
    });
}

const textOf = (data: TxtData): string => (Array.isArray(data) ? data : [data]).map(String).join("");
