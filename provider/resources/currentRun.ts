import * as pulumi from "@pulumi/pulumi";

/** A value for each run of a program, which its connection to the engine stands for: one process may run several programs, one after the other. */
export function perRun<Value>(make: () => Value): () => Value {
    const byRun = new WeakMap<object, Value>();
    return () => {
        const run = pulumi.runtime.getMonitor() ?? pulumi.runtime;
        if (!byRun.has(run)) byRun.set(run, make());
        return byRun.get(run) as Value;
    };
}
