import { Simulator, type SimulatorOptions } from "../../simulator";
import { createTestStack, type TestStack } from "./stack";

/** For the tests of a `describe`: a simulator for all of them, and before each one what `prepare` declares in it, and a new stack. */
export function simulatedStack(options: SimulatorOptions, prepare: (simulator: Simulator) => void) {
    const given = {} as { simulator: Simulator; stack: TestStack };
    beforeAll(async () => {
        given.simulator = await Simulator.start(options);
    });
    beforeEach(async () => {
        prepare(given.simulator);
        given.stack = await createTestStack({ env: given.simulator.environment() });
    });
    afterEach(async () => {
        await given.stack?.dispose();
        given.simulator.reset();
    });
    afterAll(() => given.simulator?.stop());
    return given;
}
