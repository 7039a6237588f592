import { idOf, nameOf, refOf } from "../../../../provider/lifecycle/shared/resourceId";

const ref = { zoneId: "zone-28v607hq8d3m", domain: "www.example.com" };

test("an id is the zone and the domain, and gives both back", () => {
    expect(idOf(ref)).toBe("zone-28v607hq8d3m/www.example.com");
    expect(refOf(idOf(ref))).toEqual(ref);
    expect(refOf("zone-28v607hq8d3m/WWW.Example.com.")).toEqual(ref);
    expect(nameOf(ref)).toEqual({ zoneId: ref.zoneId, name: ref.domain });
});

test.each(["www.example.com", "x/www.example.com", "zone-1/", "zone-1/localhost", "zone-1/www.example.com/x", ""])(
    "%j is no id, and the error shows one",
    (id) => {
        expect(() => refOf(id)).toThrow(
            expect.objectContaining({
                name: "InvalidIdError",
                message: expect.stringMatching(/"zoneId\/domain", such as zone-28v607hq8d3m\/www\.example\.com$/),
            }),
        );
        expect(() => refOf(id)).toThrow(`"${id}" is not an id`);
    },
);
