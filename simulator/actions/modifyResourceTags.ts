import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { listOf, objectOf, optional } from "./parameters";

/** Of the service `tag`, by which Terraform sets the tags of zones. */
export const modifyResourceTags = defineAction(
    {
        Resource: "string",
        ReplaceTags: optional(listOf(objectOf({ TagKey: "string", TagValue: "string?" }))),
        DeleteTags: optional(listOf(objectOf({ TagKey: "string" }))),
    },
    ({ Resource: resource, ReplaceTags: replaced = [], DeleteTags: deleted = [] }, { zones }) => {
        // E.g. qcs::teo:ap-guangzhou:uin/1234:zone/zone-28v607hq8d3m.
        const [, zoneId = ""] = /^qcs:[^:]*:teo:[^:]*:[^:]*:zone\/([^/:]+)$/.exec(resource) ?? [];
        const zone = zones.mustFind(zoneId, "InvalidParameterValue.ResourceDescriptionError");
        if (deleted.some((each) => replaced.some((other) => other.TagKey === each.TagKey))) {
            throw new ApiError("InvalidParameterValue.DeleteTagsParamError");
        }
        for (const { TagKey: key } of deleted) {
            zone.tags.delete(key);
        }
        for (const { TagKey: key, TagValue: value = "" } of replaced) {
            if (key === "") {
                throw new ApiError("InvalidParameterValue.TagKeyEmpty");
            }
            zone.tags.set(key, value);
        }
        return {};
    },
);
