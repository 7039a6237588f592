/**
 * An error whose message is all that a user needs: what happened, to what, and what to do next. Anything else that is thrown is
 * a fault of this package's, and keeps its stack trace.
 */
export abstract class UserError extends Error {}

/** Something was made or changed, but is not ready: it is to be recorded in state, so that the next run takes it up. */
export class PartialFailure extends UserError {
    override readonly name = "PartialFailure";
    declare readonly cause: Error;

    constructor(
        cause: Error,
        readonly id: string,
        readonly properties: object,
    ) {
        super(cause.message, { cause });
        if (!(cause instanceof UserError)) this.stack = cause.stack;
    }
}

/** Whether an error is one for users, or the partial failure that such an error led to. */
export function isForUsers(error: unknown): boolean {
    return (error instanceof PartialFailure ? error.cause : error) instanceof UserError;
}

/** Nothing there to `get`. */
export class NotFoundError extends UserError {
    override readonly name = "NotFoundError";
}
