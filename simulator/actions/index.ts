import type { Action } from "./action";
import { applyFreeCertificate } from "./applyFreeCertificate";
import { bindZoneToPlan } from "./bindZoneToPlan";
import { checkCnameStatus } from "./checkCnameStatus";
import { checkFreeCertificateVerification } from "./checkFreeCertificateVerification";
import { createAccelerationDomain } from "./createAccelerationDomain";
import { createDnsRecord } from "./createDnsRecord";
import { createZone } from "./createZone";
import { deleteAccelerationDomains } from "./deleteAccelerationDomains";
import { deleteDnsRecords } from "./deleteDnsRecords";
import { deleteZone } from "./deleteZone";
import { describeAccelerationDomains } from "./describeAccelerationDomains";
import { describeDefaultCertificates } from "./describeDefaultCertificates";
import { describeDnsRecords } from "./describeDnsRecords";
import { describeIdentifications } from "./describeIdentifications";
import { describePlans } from "./describePlans";
import { describeResourceTagsByResourceIds } from "./describeResourceTagsByResourceIds";
import { describeZoneSetting } from "./describeZoneSetting";
import { describeZones } from "./describeZones";
import { identifyZone } from "./identifyZone";
import { modifyAccelerationDomain } from "./modifyAccelerationDomain";
import { modifyAccelerationDomainStatuses } from "./modifyAccelerationDomainStatuses";
import { modifyDnsRecords } from "./modifyDnsRecords";
import { modifyDnsRecordsStatus } from "./modifyDnsRecordsStatus";
import { modifyHostsCertificate } from "./modifyHostsCertificate";
import { modifyResourceTags } from "./modifyResourceTags";
import { modifyZone } from "./modifyZone";
import { modifyZoneSetting } from "./modifyZoneSetting";
import { modifyZoneStatus } from "./modifyZoneStatus";
import { modifyZoneWorkMode } from "./modifyZoneWorkMode";
import { verifyOwnership } from "./verifyOwnership";

type Actions = Readonly<Record<string, Action>>;

const TEO_ACTIONS: Actions = {
    ApplyFreeCertificate: applyFreeCertificate,
    BindZoneToPlan: bindZoneToPlan,
    CheckCnameStatus: checkCnameStatus,
    CheckFreeCertificateVerification: checkFreeCertificateVerification,
    CreateAccelerationDomain: createAccelerationDomain,
    CreateDnsRecord: createDnsRecord,
    CreateZone: createZone,
    DeleteAccelerationDomains: deleteAccelerationDomains,
    DeleteDnsRecords: deleteDnsRecords,
    DeleteZone: deleteZone,
    DescribeAccelerationDomains: describeAccelerationDomains,
    DescribeDefaultCertificates: describeDefaultCertificates,
    DescribeDnsRecords: describeDnsRecords,
    DescribeIdentifications: describeIdentifications,
    DescribePlans: describePlans,
    DescribeZoneSetting: describeZoneSetting,
    DescribeZones: describeZones,
    IdentifyZone: identifyZone,
    ModifyAccelerationDomain: modifyAccelerationDomain,
    ModifyAccelerationDomainStatuses: modifyAccelerationDomainStatuses,
    ModifyDnsRecords: modifyDnsRecords,
    ModifyDnsRecordsStatus: modifyDnsRecordsStatus,
    ModifyHostsCertificate: modifyHostsCertificate,
    ModifyZone: modifyZone,
    ModifyZoneSetting: modifyZoneSetting,
    ModifyZoneStatus: modifyZoneStatus,
    ModifyZoneWorkMode: modifyZoneWorkMode,
    VerifyOwnership: verifyOwnership,
};

/** Of the service `tag`, which clients of zones call beside TEO. */
const TAG_ACTIONS: Actions = {
    DescribeResourceTagsByResourceIds: describeResourceTagsByResourceIds,
    ModifyResourceTags: modifyResourceTags,
};

interface ApiVersion {
    readonly service: string;
    readonly actions: Actions;
}

/** Every action there is, by the version of its API, and by its name in `X-TC-Action`. */
export const VERSIONS: Readonly<Record<string, ApiVersion>> = {
    "2022-09-01": { service: "teo", actions: TEO_ACTIONS },
    "2018-08-13": { service: "tag", actions: TAG_ACTIONS },
};
