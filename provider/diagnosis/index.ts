export { createDiagnosis, type Diagnosis, type DiagnosisOptions } from "./diagnosis";
export type { Evidence, Finding, FindingId, Severity, Texts } from "./finding";
export type { Proof } from "./proof";
