import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "./client.ts";

/** The evidence of an incident, as it may be forwarded. */
export type EvidenceBundle = Schemas["EvidenceBundle"];

/** The evidence of an incident, with the command lines that show the same. */
export function evidenceQuery(incidentId: string) {
  return queryOptions({
    queryKey: ["evidence", incidentId],
    queryFn: async () => {
      const headers = { accept: "application/json" };
      const params = { path: { id: incidentId } };
      const bundle = await unwrap(api.GET("/v1/incidents/{id}/evidence", { params, headers }));
      // The same path gives a page to whoever asks for HTML.
      if (typeof bundle === "string") throw new Error("a page came where JSON was asked for");
      return bundle;
    },
    refetchInterval: 30_000,
  });
}

/** The account's links to the evidence that hold. */
export function evidenceLinksQuery(incidentId: string) {
  return queryOptions({
    queryKey: ["evidence-links", incidentId],
    queryFn: () =>
      unwrap(
        api.GET("/v1/incidents/{id}/evidence-links", {
          params: { path: { id: incidentId }, query: { limit: 200 } },
        }),
      ),
  });
}
