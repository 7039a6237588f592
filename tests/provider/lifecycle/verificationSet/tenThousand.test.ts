import { failing, issued, lifecycle, outsOf, pending, zoneId } from "./setFixture";

test("ten thousand domains are checked, waited for, read and compared", async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `host-${i}.xzone.cloud`);
    const { it, clock, calls } = lifecycle();
    const { inputs, failures } = await it.check({}, { zoneId, domains: many });
    expect(failures).toEqual([]);
    const { id, outs } = await clock.until(it.create(inputs));
    expect(Object.keys(outs?.certificates ?? {})).toHaveLength(10_000);
    await expect(clock.until(it.read(id, outs))).resolves.toEqual({ id, props: outs });
    await expect(it.diff(id, outs as never, { ...inputs, domains: many.toReversed() })).resolves.toMatchObject({
        changes: false,
    });
    expect(calls).toHaveLength(20_000);
});

test("create waits for ten thousand, and names every one that is left", async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `host-${i}.xzone.cloud`);
    const given = lifecycle((domain, now) => (now >= 5 && !domain.includes("9.") ? issued(domain) : pending));
    const { error, partial } = await failing(given, (it) =>
        it.create({ zoneId, domains: many, customTimeouts: { create: "1m" } }),
    );
    const left = many.filter((domain) => domain.includes("9."));
    expect(left).toHaveLength(1_000);
    expect(error.message).toContain(`  domains:   ${left.join(", ")}\n`);
    expect(partial?.properties).toStrictEqual(outsOf(...many.filter((domain) => !domain.includes("9."))));
});
