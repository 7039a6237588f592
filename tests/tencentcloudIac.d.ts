// What examples/chain-dnspod uses of Tencent Cloud's own Pulumi package, by its source at v0.2.3: the package is no dependency of
// this repository, so that example is compiled and run against this alone.
declare module "@tencentcloud_iac/pulumi" {
    import type * as pulumi from "@pulumi/pulumi";

    export namespace dnspod {
        interface RecordArgs {
            domain: pulumi.Input<string>;
            mx?: pulumi.Input<number>;
            recordLine: pulumi.Input<string>;
            recordType: pulumi.Input<string>;
            remark?: pulumi.Input<string>;
            status?: pulumi.Input<string>;
            subDomain?: pulumi.Input<string>;
            ttl?: pulumi.Input<number>;
            value: pulumi.Input<string>;
            weight?: pulumi.Input<number>;
        }

        class Record extends pulumi.CustomResource {
            constructor(name: string, args: RecordArgs, opts?: pulumi.CustomResourceOptions);
        }
    }
}
