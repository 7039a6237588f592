import * as pulumi from "@pulumi/pulumi";

/** One value per run of a program, identified by its connection to the engine: a process may run several programs in sequence. */
export function perRun<Value>(make: () => Value): () => Value {
    const byRun = new WeakMap<object, Value>();
    return () => {
        const run = pulumi.runtime.getMonitor() ?? pulumi.runtime;
        if (!byRun.has(run)) byRun.set(run, make());
        return byRun.get(run) as Value;
    };
}
