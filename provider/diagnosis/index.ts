export { createDiagnosis, type Diagnosis, type DiagnosisOptions } from "./diagnosis";
export { DEFAULT_RESOLVERS, parseResolver } from "./dns/resolvers";
export type { Evidence, Finding, FindingId, Severity, Texts } from "./finding";
export type { Proof } from "./proof";
