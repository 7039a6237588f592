/**
 * An error whose message is all that a user needs: what happened, to what, and what to do next. Anything else that is thrown is
 * a fault of this package's, and keeps its stack trace.
 */
export abstract class UserError extends Error {}
