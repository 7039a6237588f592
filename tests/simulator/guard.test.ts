import type { IncomingMessage } from "node:http";
import { guard } from "../../simulator/control/guard";

const from = (remoteAddress: string) => () =>
    guard({ headers: { host: "127.0.0.1:8787" }, socket: { remoteAddress } } as unknown as IncomingMessage);

describe("the guard of the control", () => {
    test.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])("lets %s in", (address) => {
        expect(from(address)).not.toThrow();
    });

    test.each(["192.168.0.9", "::ffff:10.0.0.1", "2001:db8::1", ""])("keeps %j out", (address) => {
        expect(from(address)).toThrow("only from the machine that runs it");
    });
});
