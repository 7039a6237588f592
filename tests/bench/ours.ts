import { createApi, type TeoApi } from "../../provider/api/actions";
import { apiError, transportError } from "../../provider/api/errors";
import { rateLimited, type Send } from "../../provider/api/rateLimit/rateLimited";
import type { Clock } from "../../provider/common/clock";
import { FreeCertificateVerificationLifecycle } from "../../provider/lifecycle/verification/verificationLifecycle";
import { Progress } from "../../provider/waiting/progress";
import type { WatchProofOf } from "../../provider/waiting/proof/openWatches";
import { QUOTA_PER_SECOND, ZONE_ID } from "./scenario";
import type { VirtualCloud } from "./virtualCloud";

const ENDPOINT = "virtual";
const CERTIFICATE = { SignatureAlgorithm: "RSA 2048", ExpireTime: "2099-01-01T00:00:00Z", RequestId: "id" };

/** One process of ours before a virtual cloud: the lifecycle, the wait, the throttle and the progress are the real ones. */
export class OurProcess {
    /** How many lines it told the user. */
    lines = 0;
    private readonly lifecycle: FreeCertificateVerificationLifecycle;

    constructor(cloud: VirtualCloud, clock: Clock, watchProof?: WatchProofOf) {
        const { signal } = new AbortController();
        const send: Send = async <Answer>(_action: string, request: object) => {
            const { Domain: domain } = request as { Domain: string };
            return (await answer(cloud, domain)) as Answer;
        };
        const api: TeoApi = createApi(
            rateLimited(async () => send, QUOTA_PER_SECOND, clock),
            clock,
            signal,
        );
        const tell = () => void this.lines++;
        const log = { info: async () => {}, warn: async () => {} };
        this.lifecycle = new FreeCertificateVerificationLifecycle({
            api,
            clock,
            log,
            progress: new Progress(clock, tell),
            signal,
            ...(watchProof && { watchProof }),
        });
    }

    /** True once the certificate is there; false where the wait failed. */
    wait(domain: string): Promise<boolean> {
        return this.lifecycle.create({ zoneId: ZONE_ID, domain, customTimeouts: { create: "168h" } }).then(
            () => true,
            () => false,
        );
    }
}

async function answer(cloud: VirtualCloud, domain: string): Promise<object> {
    const outcome = await cloud.check(domain);
    switch (outcome) {
        case "issued":
            return { CommonName: domain, ...CERTIFICATE };
        case "notYet":
            throw apiError("ResourceUnavailable.RecordUnExpected", "the record is not seen");
        case "refused":
            throw apiError("RequestLimitExceeded", "too fast");
        case "InternalError":
            throw apiError("InternalError", "trouble");
        case "HTTP 502":
            throw transportError("HTTP 502", "bad gateway", ENDPOINT);
        case "dropped":
            throw transportError("NetworkError", "socket hang up", ENDPOINT);
    }
}
