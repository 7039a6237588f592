import { createHash } from "node:crypto";
import { defineAction } from "./action";
import { page } from "./listing";
import { listOf } from "./parameters";

const MAX_LIMIT = 200;

/** Of the service `tag`, which Terraform asks for the tags of zones: only these have any here. */
export const describeResourceTagsByResourceIds = defineAction(
    {
        ServiceType: "string",
        ResourcePrefix: "string",
        ResourceIds: listOf("string"),
        ResourceRegion: "string?",
        Offset: "integer?",
        Limit: "integer?",
        Category: "string?",
    },
    (input, { zones }) => {
        const isZone = input.ServiceType === "teo" && input.ResourcePrefix === "zone";
        const all = (isZone ? input.ResourceIds : []).flatMap((id) =>
            [...(zones.find(id)?.tags ?? [])].map(([key, value]) => ({
                TagKey: key,
                TagValue: value,
                ResourceId: id,
                TagKeyMd5: md5(key),
                TagValueMd5: md5(value),
                ServiceType: "teo",
                Category: "Custom",
            })),
        );
        const { Offset: offset = 0, Limit: limit = 15 } = input;
        const tags = page(all, { Offset: offset, Limit: limit }, MAX_LIMIT);
        return { TotalCount: all.length, Offset: offset, Limit: limit, Tags: tags };
    },
);

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
