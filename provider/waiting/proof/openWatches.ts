import { type ReadConfig, readSettings } from "../../api/connection/settings";
import type { Clock } from "../../common/clock";
import { createDiagnosis } from "../../diagnosis";
import { wordsIn } from "./causes";
import type { Cause, ProofWatch } from "./proofWatch";
import { Rounds } from "./rounds";
import { type ProofToWatch, WatchedProof } from "./watchedProof";

/** Starts to watch one proof; undefined if the diagnosis is off. */
export type WatchProofOf = (proof: ProofToWatch, tell: (cause: Cause | undefined) => void) => ProofWatch | undefined;

/** Creates the watches of a run, with the settings `teo:resolvers` and `teo:language`. */
export function openWatches(config: ReadConfig, clock: Clock): WatchProofOf {
    const { resolvers, language } = readSettings(config, process.env);
    if (resolvers.length === 0) return () => undefined;
    const diagnosis = createDiagnosis({ resolvers, clock });
    const rounds = new Rounds(clock, (proof, options) => diagnosis.round(proof, options));
    const words = wordsIn(language === "zh-CN" ? "zh" : "en");
    return (proof, tell) => new WatchedProof(clock, rounds, words, proof, tell);
}
