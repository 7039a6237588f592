import type { Context } from "../shared/context";

const told = new WeakSet<Context>();

/** Says why destroying a certificate calls nothing. Once for the whole run: a stack may hold a thousand. */
export async function sayWhyNothingIsDeleted(context: Context): Promise<void> {
    if (told.has(context)) return;
    told.add(context);
    await context.log.info(
        "Free certificates stay at EdgeOne: the API has no call to delete one or its application. They are only forgotten here.",
    );
}
