import { systemClock } from "../../../../provider/common/clock";
import { openWatches } from "../../../../provider/waiting/proof/openWatches";

const proof = { domain: "www.example.com", checkIntervalMs: 30_000, isSecret: false };
const open = (config: Record<string, string>) => openWatches((key) => config[key], systemClock);

test("teo:resolvers none looks for nothing", () => {
    expect(open({ "teo:resolvers": "none" })(proof, () => {})).toBeUndefined();
});

test.each([
    [undefined, "no DNS from here"],
    ["en-US", "no DNS from here"],
    ["zh-CN", "本机无法查询 DNS"],
])("with teo:language %s, what is seen by the resolvers that are set is told as: %s", async (language, label) => {
    // Nobody listens at this port.
    const config = { "teo:resolvers": "127.0.0.1:1", ...(language && { "teo:language": language }) };
    const watch = await new Promise<ReturnType<ReturnType<typeof open>>>((resolve) => {
        const watch = open(config)(proof, () => resolve(watch));
    });
    watch?.stop();
    expect(watch?.report()).toMatchObject({ causes: [{ label, isToDo: false }] });
});
