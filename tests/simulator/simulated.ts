import { Simulator, type SimulatorOptions } from "../../simulator";
import { call, ZONE } from "./nodeClient";

/** The domain, or host, that a test is about where it does not matter which. */
export const DOMAIN = "www.example.com";

/**
 * Starts a simulator with these options for each test of the `describe` that this is called in, and stops the one before.
 * All go by `clock`, which is at the beginning of 2026 when a test begins. `use` is handed each as it has started, also
 * those that a test starts itself by `start`.
 */
export function simulated(use: (simulator: Simulator) => void, options: SimulatorOptions = {}) {
    const clock = { now: 0 };
    let simulator: Simulator | undefined;
    const start = async (changed: SimulatorOptions) => {
        await simulator?.stop();
        simulator = await Simulator.start({ clock: () => clock.now, quotaPerSecond: 0, ...changed });
        use(simulator);
    };
    beforeEach(async () => {
        clock.now = Date.parse("2026-01-01T00:00:00Z");
        await start(options);
    });
    afterAll(() => simulator?.stop());
    return { clock, start };
}

/** Applies for the certificate of a domain. */
export const apply = (simulator: Simulator, domain = DOMAIN, method = "dns_challenge") =>
    call(simulator, "ApplyFreeCertificate", { Domain: domain, VerificationMethod: method });

/** Applies, and answers where the proof belongs and what it is. */
export async function applyForProof(simulator: Simulator, method = "dns_challenge", domain = DOMAIN) {
    await apply(simulator, domain, method);
    const { place = "", dnsVerification, fileVerification } = simulator.domain(ZONE, domain).application ?? {};
    const value = dnsVerification?.recordValue ?? fileVerification?.content ?? "";
    return { place, value, path: fileVerification?.path };
}

/** Modifies the certificate of {@link DOMAIN}, or of the hosts that the parameters name. */
export const modify = (simulator: Simulator, parameters: Record<string, unknown>) =>
    call(simulator, "ModifyHostsCertificate", { Hosts: [DOMAIN], ...parameters });

/** The error code of an answer, where it is an error. */
export const codeOf = async (answer: ReturnType<typeof call>) => (await answer).error?.code;
