import { Simulator } from "../../simulator";
import { describeConformance, type Target } from "./conformance";
import { describeChangesConformance } from "./conformanceChanges";
import { describeHostsConformance } from "./conformanceHosts";
import { declareTarget } from "./declareTarget";
import { nodeClient } from "./nodeClient";

describe("the simulator, called by the official Node SDK", () => {
    let simulator: Simulator;
    let target: Target;

    beforeAll(async () => {
        simulator = await Simulator.start({ quotaPerSecond: 0 });
        target = declareTarget(simulator);
    });
    afterAll(() => simulator.stop());

    for (const describeCases of [describeConformance, describeHostsConformance, describeChangesConformance]) {
        describeCases(nodeClient, () => target);
    }
});
