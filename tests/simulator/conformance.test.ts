import { describeClient } from "./describeClient";
import { intlClient } from "./intlClient";
import { nodeClient } from "./nodeClient";

describe.each([
    ["the official Node SDK", nodeClient],
    ["the official international Node SDK", intlClient],
])("%s", (name, call) => {
    describeClient(name, async () => ({ call }));
});
