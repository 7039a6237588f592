import { seededRandom } from "../../simulator/common/random";
import { type Kill, Killing } from "./kills";

// More of them: `npm run test:soak`. `KILL_SEED` repeats the moments of a run.
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1e6));
const random = seededRandom(seed);
const few: Kill[] = [
    { verb: "up", victim: "engine" },
    { verb: "up", victim: "program" },
    { verb: "destroy", victim: "host" },
];

test(`whatever is killed at whatever moment, the next up goes on: KILL_SEED=${seed}`, async () => {
    const killing = await Killing.start();
    try {
        for (const kill of few) await killing.cycle(kill, random());
    } finally {
        await killing.stop();
    }
}, 300_000);
