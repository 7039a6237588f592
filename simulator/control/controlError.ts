/** Why a control request is refused. */
export class ControlError extends Error {
    constructor(
        readonly status: number,
        /** Names the error, for programs. */
        readonly code:
            | "forbidden"
            | "invalid"
            | "not-found"
            | "method-not-allowed"
            | "unsupported-media-type"
            | "too-large",
        message: string,
        /** The field that is wrong, if it is one. */
        readonly field?: string,
    ) {
        super(message);
    }
}
