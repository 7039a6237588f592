import { Simulator } from "../../simulator";
import { describeConformance } from "./conformance";
import { declareTarget } from "./declareTarget";
import { nodeClient } from "./nodeClient";

describe("the simulator, called by the official Node SDK", () => {
    let simulator: Simulator;

    beforeAll(async () => {
        simulator = await Simulator.start({ quotaPerSecond: 0 });
    });
    afterAll(() => simulator.stop());

    describeConformance(nodeClient, () => declareTarget(simulator));
});
