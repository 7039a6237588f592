import { Simulator } from "../../simulator";
import type { Target } from "./conformance";
import { declareTarget } from "./declareTarget";
import { liveTarget } from "./liveTarget";
import { nodeClient } from "./nodeClient";
import { describeSecondApplication } from "./secondApplication";

const ENVIRONMENT = {
    TENCENTCLOUD_SECRET_ID: "AKIDTEST",
    TENCENTCLOUD_SECRET_KEY: "key",
    TEO_LIVE_ZONE_ID: "zone-1",
    TEO_LIVE_ISSUED_DOMAIN: "issued.example.com",
    TEO_LIVE_PENDING_DOMAIN: "pending.example.com",
};

describe("the live cases", () => {
    test("refuse to start without their variables, and name each that is missing", () => {
        const start = () => liveTarget({ ...ENVIRONMENT, TENCENTCLOUD_SECRET_KEY: "", TEO_LIVE_ZONE_ID: undefined });
        expect(start).toThrow("The live cases need TENCENTCLOUD_SECRET_KEY, TEO_LIVE_ZONE_ID.");
    });

    test("go to the real API over https, unless an endpoint is given", () => {
        expect(liveTarget(ENVIRONMENT).endpoint).toBe("https://teo.tencentcloudapi.com");
        const given = (endpoint: string) =>
            liveTarget({ ...ENVIRONMENT, TENCENTCLOUD_TEO_ENDPOINT: endpoint }).endpoint;
        expect(given("teo.intl.tencentcloudapi.com")).toBe("https://teo.intl.tencentcloudapi.com");
        expect(given("http://127.0.0.1:8787")).toBe("http://127.0.0.1:8787");
    });
});

describe("the question whether a second application is harmless, asked of the simulator", () => {
    let simulator: Simulator;
    let target: Target;

    beforeAll(async () => {
        simulator = await Simulator.start();
        target = declareTarget(simulator);
    });
    afterAll(() => simulator?.stop());

    describeSecondApplication(nodeClient, () => target, "again.xzone.cloud");
});
