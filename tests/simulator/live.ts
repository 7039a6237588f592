import { describeConformance } from "./conformance";
import { describeHostsConformance } from "./conformanceHosts";
import { liveTarget } from "./liveTarget";
import { nodeClient } from "./nodeClient";
import { describeSecondApplication } from "./secondApplication";

const target = liveTarget(process.env);

const { TEO_LIVE_APPLY_DOMAIN: applyDomain } = process.env;

describe(`the API at ${target.endpoint}`, () => {
    describeConformance(nodeClient, () => target);
    describeHostsConformance(nodeClient, () => target);
    // Starts or renews an application, so it is asked only where a domain is given for that.
    if (applyDomain) describeSecondApplication(nodeClient, () => target, applyDomain);
});
