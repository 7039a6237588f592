import { declareVendorExamples, Simulator } from "../../simulator";
import { check } from "./nodeClient";

describe("the examples of the vendor's page, through the official Node SDK", () => {
    let simulator: Simulator;

    beforeAll(async () => {
        simulator = await Simulator.start();
        declareVendorExamples(simulator);
    });
    afterAll(() => simulator.stop());

    test("an application that failed is answered as on the page, field by field", async () => {
        expect(await check(simulator, "cc.xzone.cloud")).toEqual({
            error: {
                code: "ResourceUnavailable.RecordUnExpected",
                message: "无法正确检测到验证值,请检查当前域名是否配置了分区域解析或者安全策略拦截。",
                requestId: "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6",
            },
        });
    });

    test("an application that succeeded is answered as on the page, field by field", async () => {
        expect(await check(simulator, "aa.xzone.cloud")).toEqual({
            fields: {
                RequestId: "dc1ba58b-4e4e-4a71-bed6-2b777c48d17e",
                CommonName: "aa.xzone.cloud",
                SignatureAlgorithm: "RSA 2048",
                ExpireTime: "2025-07-31T07:06:57Z",
            },
        });
    });
});
