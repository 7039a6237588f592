import { Simulator } from "../../simulator";
import { type ApiClient, describeConformance, SIGN_METHODS, type Target } from "./conformance";
import { describeChangesConformance } from "./conformanceChanges";
import { describeHostsConformance } from "./conformanceHosts";
import { describeStackConformance } from "./conformanceStack";
import { declareTarget } from "./declareTarget";

interface Client {
    readonly call: ApiClient;
    stop?(): Promise<void>;
}

/** Holds the simulator against every case, called by one client with each kind of signature. */
export function describeClient(name: string, start: () => Promise<Client>): void {
    let client: Client | undefined;
    // The first time, it may have to be fetched and built.
    beforeAll(async () => {
        client = await start();
    }, 300_000);
    afterAll(() => client?.stop?.());

    describe.each(SIGN_METHODS)(`the simulator, called by ${name}, which signs by %s`, (signMethod) => {
        let simulator: Simulator;
        let target: Target;
        const signed: ApiClient = (call) => (client as Client).call({ signMethod, ...call });

        beforeAll(async () => {
            simulator = await Simulator.start({ quotaPerSecond: 0 });
            target = declareTarget(simulator);
        });
        afterAll(() => simulator.stop());

        const cases = [
            describeConformance,
            describeHostsConformance,
            describeChangesConformance,
            describeStackConformance,
        ];
        for (const describeCases of cases) {
            describeCases(signed, () => target);
        }
    });
}
