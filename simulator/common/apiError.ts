import { type Language, messageOf } from "./messages";

/** An error as the API answers it: a code, and a message in the caller's language. */
export class ApiError extends Error {
    override readonly name = "ApiError";

    constructor(
        readonly code: string,
        /** What fills the gaps of the code's message, e.g. the name of a parameter. */
        readonly details: readonly string[] = [],
        /** In place of the code's message and of a new RequestId. */
        readonly given: { readonly message?: string; readonly requestId?: string } = {},
    ) {
        super(code);
    }

    messageIn(language: Language): string {
        return this.given.message ?? messageOf(this.code, this.details, language);
    }
}
