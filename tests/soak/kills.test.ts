import { seededRandom } from "../../simulator/common/random";
import { type Kill, Killing, kills } from "../engine/kills";
import { report } from "./report";

const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1e6));
const count = Number(process.env.KILLS ?? 52);

test(`${count} kills, KILL_SEED=${seed}`, async () => {
    const random = seededRandom(seed);
    const killing = await Killing.start();
    const failures: string[] = [];
    let met = 0;
    try {
        for (let i = 0; i < count; i++) {
            const kill = kills[i % kills.length] as Kill;
            const share = random();
            const what = `${i + 1}: ${kill.victim} of ${kill.verb} at ${share.toFixed(3)} of its time`;
            try {
                const outcome = await killing.cycle(kill, share);
                met += outcome.met ? 1 : 0;
                report(`${what}: ${JSON.stringify(outcome)}`);
            } catch (error) {
                failures.push(`${what}: ${(error as Error).message}`);
                report(failures.at(-1) as string);
                break;
            }
        }
    } finally {
        await killing.stop();
    }
    report(`${met} of ${count} kills met a run`);
    expect(failures).toEqual([]);
});
