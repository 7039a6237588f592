/**
 * An error whose message tells the user what happened, to what, and what to do next. Any other error is a bug of this package, and
 * keeps its stack trace.
 */
export abstract class UserError extends Error {}

/** A resource was created or changed, but is not ready: it is recorded in state, so that the next run continues. */
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

/** Whether an error is a UserError, or a partial failure caused by one. */
export function isForUsers(error: unknown): boolean {
    return (error instanceof PartialFailure ? error.cause : error) instanceof UserError;
}

/** The resource to `get` does not exist. */
export class NotFoundError extends UserError {
    override readonly name = "NotFoundError";
}
