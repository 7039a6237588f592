import { Simulator } from "../../simulator";
import { describeConformance, type Target } from "./conformance";
import { describeChangesConformance } from "./conformanceChanges";
import { describeHostsConformance } from "./conformanceHosts";
import { declareTarget } from "./declareTarget";
import { PythonClient, pythonWithSdk } from "./pythonClient";

// Run where there is a Python to run it with: see jest.config.js.
describe("the simulator, called by the official Python SDK", () => {
    let simulator: Simulator;
    let python: PythonClient;
    let target: Target;

    beforeAll(async () => {
        python = new PythonClient(await pythonWithSdk());
        simulator = await Simulator.start({ quotaPerSecond: 0 });
        target = declareTarget(simulator);
    }, 300_000);
    afterAll(async () => {
        python?.stop();
        await simulator?.stop();
    });

    for (const describeCases of [describeConformance, describeHostsConformance, describeChangesConformance]) {
        describeCases(
            (call) => python.call(call),
            () => target,
        );
    }
});
