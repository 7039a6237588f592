import { Simulator } from "../../simulator";
import { ROUTES } from "../../simulator/control/routes";

/** What each member of the typed API is over HTTP. */
const TWINS: Readonly<Record<string, readonly string[]>> = {
    domain: ["POST /domains"],
    domains: ["GET /domains"],
    host: ["POST /hosts"],
    hosts: ["GET /hosts"],
    publish: ["POST /records"],
    unpublish: ["DELETE /records"],
    records: ["GET /records"],
    publishFile: ["POST /files"],
    unpublishFile: ["DELETE /files"],
    files: ["GET /files"],
    fault: ["POST /faults", "DELETE /faults/"],
    faults: ["GET /faults", "DELETE /faults"],
    calls: ["GET /calls"],
    callCount: ["GET "],
    clearCalls: ["DELETE /calls"],
    advance: ["POST /advance"],
    // POST /advance answers it, with `ms` 0 if nothing is to pass.
    now: [],
    reset: ["POST /reset"],
};

/** What only the process that started the simulator can do; the command prints the environment, and stops by a signal. */
const ITS_OWN = ["constructor", "environment", "stop"];

describe("the control over HTTP", () => {
    test("has all that the typed API has, and nothing else", () => {
        const members = Object.getOwnPropertyNames(Simulator.prototype).filter((name) => !ITS_OWN.includes(name));
        expect(Object.keys(TWINS).sort()).toEqual(members.sort());
        expect(Object.keys(ROUTES).sort()).toEqual(Object.values(TWINS).flat().sort());
    });
});
