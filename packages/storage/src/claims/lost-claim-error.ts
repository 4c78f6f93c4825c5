/** The claim under which an outcome was to be recorded had ended: somebody else holds the subject, so nothing is written. */
export class LostClaimError extends Error {
  override name = "LostClaimError" as const;
}
