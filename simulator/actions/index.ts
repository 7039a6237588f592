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
import { describeZones } from "./describeZones";
import { identifyZone } from "./identifyZone";
import { modifyAccelerationDomain } from "./modifyAccelerationDomain";
import { modifyAccelerationDomainStatuses } from "./modifyAccelerationDomainStatuses";
import { modifyDnsRecords } from "./modifyDnsRecords";
import { modifyDnsRecordsStatus } from "./modifyDnsRecordsStatus";
import { modifyHostsCertificate } from "./modifyHostsCertificate";
import { modifyZone } from "./modifyZone";
import { modifyZoneStatus } from "./modifyZoneStatus";
import { modifyZoneWorkMode } from "./modifyZoneWorkMode";
import { verifyOwnership } from "./verifyOwnership";

/** The version of the API that the simulator has. */
export const VERSION = "2022-09-01";

/** Every action there is, by its name in `X-TC-Action`. */
export const ACTIONS: Readonly<Record<string, Action>> = {
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
    DescribeZones: describeZones,
    IdentifyZone: identifyZone,
    ModifyAccelerationDomain: modifyAccelerationDomain,
    ModifyAccelerationDomainStatuses: modifyAccelerationDomainStatuses,
    ModifyDnsRecords: modifyDnsRecords,
    ModifyDnsRecordsStatus: modifyDnsRecordsStatus,
    ModifyHostsCertificate: modifyHostsCertificate,
    ModifyZone: modifyZone,
    ModifyZoneStatus: modifyZoneStatus,
    ModifyZoneWorkMode: modifyZoneWorkMode,
    VerifyOwnership: verifyOwnership,
};
