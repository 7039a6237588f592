import type { HostRef } from "../../api/hosts";
import { type Context, waitIn } from "../shared/context";
import { DEPLOY_TIMEOUT_MS } from "./bindingState";
import { Deployment, type ReplacedCertificate } from "./deployment";

/** Restores the user's own certificate. If that fails, throws `orElse`. */
export async function putBack(
    context: Context,
    ref: HostRef,
    { mode, certificateIds }: ReplacedCertificate,
    { timeoutMs = DEPLOY_TIMEOUT_MS, orElse }: { timeoutMs?: number | undefined; orElse?: () => Error } = {},
): Promise<void> {
    const { host, zoneId } = ref;
    const own = `your own certificate (${certificateIds.join(", ")})`;
    // An accepted change may not be visible yet: the own certificate is sent even if the host still has it, so that it is the last change.
    const deployment = new Deployment(context, ref, { mode, certificateIds }, { restores: true, forceRebind: true });
    try {
        await waitIn(context, { name: host, zoneId }, (call) => deployment.poll(call), {
            doing: `restoring ${own} on the host ${host} (${zoneId})`,
            timeoutMs,
            consequence: "Run again, or bind this certificate to the host in the EdgeOne console.",
        });
    } catch (error) {
        await context.log.warn((error as Error).message);
        throw orElse?.() ?? error;
    }
    await context.log.info(`The host ${host} (${zoneId}) serves ${own} again.`);
}
