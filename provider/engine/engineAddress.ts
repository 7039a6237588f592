/** Whether a process was started with the address of an engine, as its last argument. By hand it may be started with anything. */
export function isEngineAddress(argument: string | undefined): argument is string {
    return argument !== undefined && /^\S+:\d+$/.test(argument);
}
