import { acknowledgeIncident, readIncident } from "@earshot/storage";
import type { ApiInstance } from "../../http/api-instance.ts";
import { notFound } from "../../http/problem.ts";
import { problemAnswers } from "../../schemas/answers.ts";
import { uuidParams } from "../../schemas/basics.ts";
import { incidentSchema } from "../../schemas/incident-schema.ts";
import type { IncidentRoutes } from "./incident-routes.ts";
import { renderIncident } from "./render-incident.ts";

/** `POST /v1/incidents/:id/acknowledge`: for one's own account; the first acknowledgement stands. */
export function serveAcknowledgement(app: ApiInstance, { auth, db, clock }: IncidentRoutes): void {
  app.post(
    "/v1/incidents/:id/acknowledge",
    {
      onRequest: auth.allow(),
      schema: {
        tags: ["incidents"],
        summary: "Say that the incident was seen",
        params: uuidParams,
        response: { 200: incidentSchema, ...problemAnswers("not-found") },
      },
    },
    async (request) => {
      const incidentId = request.params.id;
      const { publisherId } = auth.callerOf(request);
      await acknowledgeIncident(db, { incidentId, publisherId, now: clock() });
      const view = await readIncident(db, incidentId, { publisherId, ownId: publisherId });
      if (view === undefined) throw notFound("incident of your account");
      return renderIncident(view);
    },
  );
}
