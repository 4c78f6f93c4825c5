export { buildDisabledNotice, buildFailingNotice } from "./build-endpoint-notice.ts";
export { buildIncidentNotice, type IncidentFacts } from "./build-incident-notice.ts";
export { fitScope, noticeBytesMax } from "./fit-scope.ts";
export { leaveIncidents } from "./leave-incidents.ts";
export { type OutcomeRecorded, type OutcomeReport, recordOutcome } from "./record-outcome.ts";
export { remindPublishers } from "./remind-publishers.ts";
export { beginDrill, type DrillBegun, type DrillPlan, endDueDrills } from "./run-drill.ts";
export { type Renewal, tellRenewal } from "./tell-renewal.ts";
export { type ExpiryWarning, warnOfExpiry } from "./warn-of-expiry.ts";
