import type { Resolver } from "../../common/resolvers";
import { type Asked, type AskOptions, ask } from "../dns/ask";
import { ancestors, list } from "../dns/names";
import type { Texts } from "../finding";

/** The CAA look-ups of a domain and the names above it, from the domain upwards. */
export interface CaaLook {
    domain: string;
    wildcard: boolean;
    /** Of each name, what each resolver that was asked answered. */
    names: CaaAnswers[];
    /** Whether the resolvers answer other questions in this round, so that their silence says something of this one. */
    isReached: boolean;
}

export interface CaaAnswers {
    name: string;
    answers: { who: string; asked: Asked }[];
}

/** Asks for the CAA records of a domain and of the names above it, as a certificate authority does: resolvers that answer, if any does. */
export async function lookAtCaa(
    { domain, registered, wildcard }: { domain: string; registered: string; wildcard: boolean },
    { resolvers, answering }: { resolvers: readonly Resolver[]; answering: readonly string[] },
    options: AskOptions,
): Promise<CaaLook> {
    const reached = resolvers.filter(({ label }) => answering.includes(label));
    const [first, second] = reached.length > 0 ? reached : resolvers;
    const names = await Promise.all(
        ancestors(domain, registered).map(async (name): Promise<CaaAnswers> => {
            const put = async ({ label, server }: Resolver) => ({
                who: label,
                asked: await ask(server, { name, type: "CAA", recursive: true }, options),
            });
            if (!first) return { name, answers: [] };
            const answers = [await put(first)];
            // One resolver may fail by itself.
            if (second && !answers.some(tellsCaa)) answers.push(await put(second));
            // Resolvers may need a while for what nobody has asked before.
            if (second && options.budget.isAmple && answers.every(({ asked }) => asked.failure === "timeout"))
                answers.push(...(await Promise.all([put(first), put(second)])));
            return { name, answers };
        }),
    );
    return { domain, wildcard, names, isReached: reached.length > 0 };
}

/** Whether an answer says which CAA records there are, or that there are none. */
export function tellsCaa({ asked: { reply } }: CaaAnswers["answers"][number]): boolean {
    return reply?.code === "NOERROR" || reply?.code === "NXDOMAIN";
}

/** The names whose CAA records nobody told, in time or as the round had asked enough: they may forbid. Above those that have some, none counts. */
export function notToldNote({ names }: CaaLook): Texts[] {
    const hasRecords = ({ answers }: CaaAnswers) =>
        answers.some(({ asked }) => asked.reply?.answers.some(({ caa }) => caa !== undefined));
    const end = names.findIndex(hasRecords);
    const counting = end < 0 ? names : names.slice(0, end);
    const notTold = list(counting.filter(({ answers }) => !answers.some(tellsCaa)).map(({ name }) => name));
    if (notTold === "") return [];
    return [
        {
            en: `Whether CAA records of ${notTold} forbid it is not known.`,
            zh: `${notTold} 的 CAA 记录是否禁止签发尚不清楚。`,
        },
    ];
}
