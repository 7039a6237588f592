import { InFlight } from "../../../../provider/api/rateLimit/inFlight";

/** Sends as many as may be in flight. */
function fill(inFlight: InFlight, now: number) {
    const requests: ReturnType<InFlight["sent"]>[] = [];
    while (!inFlight.isFull(now)) requests.push(inFlight.sent(now));
    return requests;
}

test("five may be in flight at first", () => {
    expect(fill(new InFlight(), 0)).toHaveLength(5);
});

test("each answer makes room for one more, as long as more than half as many as may be are in flight", () => {
    const inFlight = new InFlight();
    // The first finds 5 of 5, the second 4 of 6, the third 3 of 7.
    for (const request of fill(inFlight, 0)) inFlight.answered(request);
    expect(fill(inFlight, 100)).toHaveLength(7);
});

test("where answers come at once there are never more than five", () => {
    const inFlight = new InFlight();
    for (let i = 0; i < 100; i++) inFlight.answered(inFlight.sent(i));
    expect(fill(inFlight, 100)).toHaveLength(5);
});

test("what is not answered for 3 s makes room: it is lost", () => {
    const inFlight = new InFlight();
    fill(inFlight, 0);
    expect(inFlight.isFull(2_999)).toBe(true);
    expect(fill(inFlight, 3_000)).toHaveLength(5);
});

test("after a cut of the rate it begins anew, with few", () => {
    const inFlight = new InFlight();
    for (let now = 0; now < 10; now++) {
        for (const request of fill(inFlight, now)) inFlight.answered(request);
    }
    inFlight.reset();
    expect(fill(inFlight, 100)).toHaveLength(5);
});

test("it tells when the oldest is taken for lost", () => {
    const inFlight = new InFlight();
    expect(inFlight.nextLostAt()).toBe(Number.POSITIVE_INFINITY);
    const oldest = inFlight.sent(100);
    inFlight.sent(200);
    expect(inFlight.nextLostAt()).toBe(3_100);
    inFlight.answered(oldest);
    expect(inFlight.nextLostAt()).toBe(3_200);
});
