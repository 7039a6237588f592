import { describeConformance } from "./conformance";
import { describeHostsConformance } from "./conformanceHosts";
import { liveTarget } from "./liveTarget";
import { nodeClient } from "./nodeClient";

const target = liveTarget(process.env);

describe(`the API at ${target.endpoint}`, () => {
    describeConformance(nodeClient, () => target);
    describeHostsConformance(nodeClient, () => target);
});
