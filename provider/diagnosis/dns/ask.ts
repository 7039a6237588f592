import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import type { Server } from "../../common/resolvers";
import { timeLimit } from "../../common/timeLimit";
import { isNoHostAddress } from "../addresses";
import type { Budget } from "../budget";
import { makeQuery, type Query, type Question, type RecordType, type Reply } from "./codec";
import { canBeAsked, normalName } from "./names";
import { askOverHttps } from "./overHttps";

/**
 * Why there is no reply. `timeout` and `refused` are the server's, and so is `cut`: only a part of the answer came, and TCP does not give
 * the whole. `noNetwork` is this machine's; `notAsked` says nothing of the server: the round was over, or had asked enough.
 */
export type NoReply = "timeout" | "refused" | "cut" | "noNetwork" | "notAsked";

export interface Asked {
    reply?: Reply;
    failure?: NoReply;
    /** Milliseconds since the Unix epoch. */
    when: number;
}

export interface AskOptions {
    budget: Budget;
    now: () => number;
    /** How long a server may take. */
    timeoutMs: number;
}

/** Asks a server one question. Never rejects; the socket is closed when it resolves, and does not keep the process alive. */
export async function ask(server: Server, question: Question, options: AskOptions): Promise<Asked> {
    const { budget, now, timeoutMs } = options;
    const outcome = async (withEdns: boolean): Promise<Reply | NoReply> => {
        if (!canBeAsked(question.name) || !budget.takeDatagram()) return "notAsked";
        const query = makeQuery(question, withEdns);
        const { signal, end } = timeLimit(timeoutMs, budget.signal);
        try {
            if ("url" in server) return await askOverHttps(server.url, query, signal);
            const reply = await askOverUdp(server, query, signal);
            if (typeof reply === "string" || !reply.truncated) return reply;
            const whole = budget.takeDatagram() ? await askOverTcp(server, query, signal) : "notAsked";
            if (typeof whole !== "string") return whole;
            if (isEnough(reply, question)) return reply;
            return whole === "notAsked" || budget.signal.aborted ? "notAsked" : "cut";
        } finally {
            end();
        }
    };
    // A socket that cannot even be made, as where too many are open, asks nobody.
    const unsent = (): NoReply => "noNetwork";
    let result = await outcome(true).catch(unsent);
    // An old server that knows no EDNS.
    if (typeof result !== "string" && /^(FORMERR|NOTIMP)$/.test(result.code))
        result = await outcome(false).catch(unsent);
    if (typeof result !== "string") return { reply: result, when: now() };
    return { failure: result === "timeout" && budget.signal.aborted ? "notAsked" : result, when: now() };
}

/** Of these one record tells; of the others, a set without its rest may tell the contrary. */
const TOLD_BY_ONE: ReadonlySet<RecordType> = new Set<RecordType>(["CNAME", "A", "AAAA", "TXT"]);

/** Whether a truncated reply holds what was asked for. That it does not says nothing: the record may be in the rest. */
function isEnough({ answers }: Reply, { name, type }: Question): boolean {
    return TOLD_BY_ONE.has(type) && answers.some((record) => record.type === type && record.name === normalName(name));
}

/** Whether a server was asked and did not answer. */
export function isSilent({ failure }: Asked): boolean {
    return failure !== undefined && failure !== "notAsked";
}

type Address = { address: string; port: number };

/** What a failed socket says of the server. That nothing can be sent to an odd address says nothing of this machine. */
function failureOf(error: unknown, { address }: Address): NoReply {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ECONNREFUSED" || code === "ECONNRESET" || isNoHostAddress(address)) return "refused";
    return code === "EHOSTUNREACH" ? "timeout" : "noNetwork";
}

function askOverUdp(server: Address, query: Query, signal: AbortSignal): Promise<Reply | NoReply> {
    const { address, port } = server;
    return new Promise((resolve) => {
        const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
        socket.unref();
        let over = false;
        const end = (result: Reply | NoReply) => {
            if (over) return;
            over = true;
            signal.removeEventListener("abort", abort);
            socket.close();
            resolve(result);
        };
        const abort = () => end("timeout");
        const fail = (error: unknown) => end(failureOf(error, server));
        signal.addEventListener("abort", abort, { once: true });
        socket.on("error", fail);
        // A datagram that is no reply to the question may be anybody's: it is not the end.
        socket.on("message", (message) => {
            const reply = query.read(message);
            if (reply) end(reply);
        });
        // Connected, so that only the server's datagrams arrive, and its refusal does. The callback gets a failure too: nothing may then
        // be sent, as what throws in a callback ends the process.
        socket.connect(port, address, (error?: Error) => {
            if (over) return;
            if (error) return fail(error);
            try {
                socket.send(query.packet, (failure) => failure && fail(failure));
            } catch (failure) {
                fail(failure);
            }
        });
        if (signal.aborted) abort();
    });
}

function askOverTcp(server: Address, query: Query, signal: AbortSignal): Promise<Reply | NoReply> {
    const { address, port } = server;
    return new Promise((resolve) => {
        const socket = connect({ host: address, port });
        socket.unref();
        let received = Buffer.alloc(0);
        const end = (result: Reply | NoReply) => {
            signal.removeEventListener("abort", abort);
            socket.destroy();
            resolve(result);
        };
        const abort = () => end("timeout");
        signal.addEventListener("abort", abort, { once: true });
        socket.on("error", (error) => end(failureOf(error, server)));
        socket.on("close", () => end("refused"));
        socket.on("data", (chunk) => {
            received = Buffer.concat([received, chunk]);
            const length = received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0);
            if (received.length >= length + 2) end(query.read(received.subarray(2, length + 2)) ?? "refused");
        });
        const length = Buffer.alloc(2);
        length.writeUInt16BE(query.packet.length);
        socket.end(Buffer.concat([length, query.packet]));
        if (signal.aborted) abort();
    });
}
