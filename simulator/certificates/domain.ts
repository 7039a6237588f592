import { checkFields, milliseconds, oneOf, record, SimulatorError, text, time } from "../common/checks";
import type { Application } from "../proof/application";
import type { Domains } from "./domains";
import { type CertificateFields, type DomainState, type PendingReason, timestamp } from "./state";

const REASON = { code: text, message: text, requestId: text };
const CERTIFICATE = { commonName: text, signatureAlgorithm: text, expireTime: time, requestId: text };

/**
 * A domain of a zone, whose state a test declares. Each method leaves it in the state that the method names, whatever
 * it was before, and whatever an application and its proof would make of it. It stands for the domain, and holds nothing: two of the same name are the same domain.
 */
export class SimulatedDomain {
    readonly #domains: Domains;
    readonly #clock: () => number;

    /** @internal */
    constructor(
        domains: Domains,
        clock: () => number,
        /** E.g. `zone-28v607hq8d3m`. */
        readonly zoneId: string,
        /** In lower case; may be a wildcard. */
        readonly domain: string,
    ) {
        this.#domains = domains;
        this.#clock = clock;
    }

    /** Its own state now, even where a check would answer a wildcard's certificate. A copy: changing it changes nothing. */
    get state(): DomainState {
        return this.#domains.state(this.zoneId, this.domain);
    }

    /** What a call of ApplyFreeCertificate has applied for, if one has: the proof, and where it belongs. A copy. */
    get application(): Application | undefined {
        return this.#domains.application(this.zoneId, this.domain);
    }

    /** A certificate was applied for, and is not issued: checks answer `ResourceUnavailable.RecordUnExpected`. */
    apply(): this {
        return this.pending();
    }

    /** As {@link apply}, for another reason: checks answer its code and message. */
    pending(reason: PendingReason = {}): this {
        checkFields("the reason", reason, REASON);
        return this.#declare({ kind: "pending", reason: { ...reason } });
    }

    /** The certificate is issued now. Of a wildcard, it answers for the domains one label under it, too. */
    issue(certificate: CertificateFields = {}): this {
        checkFields("the certificate", certificate, CERTIFICATE);
        return this.#declare({ kind: "issued", at: this.#clock(), certificate: { ...certificate } });
    }

    /** Pending now, and issued `ms` from now, or from the first check that follows. */
    issueAfter(ms: number, options: CertificateFields & { from?: "now" | "firstCheck" } = {}): this {
        checkFields(
            "issueAfter",
            { ms: ms ?? null, ...options },
            { ms: milliseconds, from: ISSUED_FROM, ...CERTIFICATE },
        );
        const { from = "now", ...certificate } = options;
        const since = from === "now" ? this.#clock() : undefined;
        return this.#declare({ kind: "pending", reason: {}, due: { afterMs: ms, since, certificate } });
    }

    /** The certificate's time is over: checks answer it with an `ExpireTime` one second ago. */
    expire(): this {
        return this.#reissue(timestamp(this.#clock() - 1000));
    }

    /** The certificate is renewed: checks answer it with a new `ExpireTime`, by default 90 days from now. */
    renew(certificate: { expireTime?: string } = {}): this {
        checkFields("the certificate", certificate, { expireTime: time });
        return this.#reissue(certificate.expireTime);
    }

    /**
     * The application is gone: checks answer a code that ends in `FreeCertificateVerificationIsEmpty`. It may be applied
     * for again.
     */
    remove(): this {
        return this.#declare({ kind: "neverApplied" });
    }

    /** Checks answer these fields and no others, as a success: `{}` is an empty one. `RequestId` is added if absent. */
    answer(response: Readonly<Record<string, unknown>>): this {
        const problem = record(response);
        if (problem !== undefined) {
            throw new SimulatorError("response", problem);
        }
        return this.#declare({ kind: "answer", response: structuredClone(response) });
    }

    /** Takes back what was declared: from now on the domain's application and its proof decide, if there is one. */
    release(): this {
        this.#domains.release(this.zoneId, this.domain);
        return this;
    }

    #reissue(expireTime: string | undefined): this {
        const { state } = this;
        const certificate = state.status === "issued" || state.status === "expired" ? state : {};
        const { commonName, signatureAlgorithm, requestId }: CertificateFields = certificate;
        return this.issue({ commonName, signatureAlgorithm, requestId, expireTime });
    }

    #declare(declared: Parameters<Domains["declare"]>[2]): this {
        this.#domains.declare(this.zoneId, this.domain, declared);
        return this;
    }
}

const ISSUED_FROM = oneOf("now", "firstCheck");
