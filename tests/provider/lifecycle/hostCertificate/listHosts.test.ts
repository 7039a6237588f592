import { apiError } from "../../../../provider/api/errors";
import { lookUpHosts } from "../../../../provider/lifecycle/hostCertificate/lookUpHosts";
import { fakeContext } from "../fakeContext";

const zoneId = "zone-1";
const names = ["c.example.com", "a.example.com", "b.a.example.com", "www.example.org", "b.example.com"];
const hosts = names.map((host) => ({ host, status: "online" }));
const listed = async (args: object) => {
    const { context, clock } = fakeContext({ listHosts: async () => [...hosts] });
    return (await clock.until(lookUpHosts(context, { zoneId, ...args }))).map(({ host }) => host);
};

test("the hosts of a zone are listed by their names", async () => {
    expect(await listed({})).toEqual([...names].sort());
    expect(await listed({ coveredBy: null })).toEqual([...names].sort());
});

test("only those that a certificate covers, where one is named", async () => {
    expect(await listed({ coveredBy: "*.Example.com" })).toEqual(["a.example.com", "b.example.com", "c.example.com"]);
});

test("a wrong argument is named, and nothing is asked", async () => {
    await expect(listed({ zoneId: "x", coveredBy: "https://a" })).rejects.toMatchObject({
        name: "InvalidArgumentsError",
        message: expect.stringMatching(/^zoneId is not a zone id.*; coveredBy is a URL/),
    });
});

test("a list that is not had is an error that says what was read, and that nothing was changed", async () => {
    const { context, clock } = fakeContext({ listHosts: () => Promise.reject(apiError("AuthFailure", "no")) });
    await expect(clock.until(lookUpHosts(context, { zoneId }))).rejects.toThrow(
        /^failed after 0s reading the acceleration domains of zone-1\n.*Nothing was changed\. Run again later\.$/s,
    );
});
