import type { Evidence } from "../finding";
import type { Asked, NoReply } from "./ask";

const FAILURES: Record<NoReply, string> = {
    timeout: "no answer in time",
    refused: "nothing answers there",
    cut: "only a part of the answer, and none over TCP",
    noNetwork: "this machine cannot send to it",
    notAsked: "not asked",
};

/** What a server answered, on one line. */
export function evidenceOf(who: string, { reply, failure, when }: Asked): Evidence {
    if (!reply) return { who, what: FAILURES[failure ?? "notAsked"], when };
    const { code, authoritative, answers, reason } = reply;
    const records = answers.map(
        ({ name, type, value, ttl, caa }) =>
            `${name} ${type} ${caa ? `${caa.flags} ${caa.tag} "${caa.value}"` : value}, for ${ttl} s`,
    );
    const shown = records.length > 0 ? records.slice(0, 4).join("; ") : code === "NOERROR" ? "no such record" : code;
    const notes = [
        authoritative ? "" : "not as the authority",
        reason ? `reason ${reason.code} ${reason.text}`.trim() : "",
    ].filter((note) => note !== "");
    return { who, what: notes.length > 0 ? `${shown} (${notes.join("; ")})` : shown, when };
}
