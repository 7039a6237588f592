import type { TeoApi } from "../../../provider/api/actions";
import type { Context } from "../../../provider/lifecycle/shared/context";
import { Progress } from "../../../provider/waiting/progress";
import { FakeClock } from "../../fakeClock";

/** What a lifecycle is handed, with a clock that stands still and an API that answers as the test says. */
export function fakeContext(api: Partial<TeoApi>) {
    const clock = new FakeClock();
    const start = clock.now();
    const user = new AbortController();
    const logged: string[] = [];
    const unexpected = (action: string) => () => Promise.reject(new Error(`unexpected call of ${action}`));
    const context: Context = {
        api: {
            applyFreeCertificate: unexpected("ApplyFreeCertificate"),
            checkFreeCertificateVerification: unexpected("CheckFreeCertificateVerification"),
            modifyHostCertificate: unexpected("ModifyHostsCertificate"),
            describeHost: unexpected("DescribeAccelerationDomains"),
            listHosts: unexpected("DescribeAccelerationDomains"),
            ...api,
        },
        clock,
        log: { info: async (line) => void logged.push(line), warn: async (line) => void logged.push(line) },
        progress: new Progress(clock, () => {}),
        signal: user.signal,
    };
    /** Seconds since the start. */
    const seconds = () => (clock.now() - start) / 1000;
    return { context, clock, seconds, user, logged };
}

/** An answer, or the error that a test gave in its place. */
export function answered<Answer>(answer: Answer): Exclude<Answer, Error> {
    if (answer instanceof Error) throw answer;
    return answer as Exclude<Answer, Error>;
}
