import { startLoop } from "@earshot/runtime";
import cookies from "@fastify/cookie";
import type { ApiDeps } from "./api-deps.ts";
import { openCallerFinder } from "./auth/find-caller.ts";
import { type Auth, openAuth } from "./auth/open-auth.ts";
import { buildSessionCookie } from "./auth/session-cookie.ts";
import { allowOrigins } from "./http/allow-origins.ts";
import type { ApiInstance } from "./http/api-instance.ts";
import { createServer } from "./http/create-server.ts";
import { keepAnswers } from "./http/keep-answers.ts";
import { limitRates } from "./http/limit-rates.ts";
import { dashboardDir, sendPage, serveDashboard } from "./http/serve-dashboard.ts";
import { setEtags } from "./http/set-etags.ts";
import { openLive } from "./live/open-live.ts";
import { readNewest } from "./live/read-newest.ts";
import { serveOpenapi } from "./openapi/serve-openapi.ts";
import { serveReference } from "./openapi/serve-reference.ts";
import { measureOps } from "./ops/measure-ops.ts";
import { openCoverageReader } from "./ops/open-coverage-reader.ts";
import { serveQueueBoard } from "./ops/serve-queue-board.ts";
import { watchCoverage } from "./ops/watch-coverage.ts";
import { manageApiKeys } from "./routes/accounts/manage-api-keys.ts";
import { manageOwnAccount } from "./routes/accounts/manage-own-account.ts";
import { managePublishers } from "./routes/accounts/manage-publishers.ts";
import { serveCalendar } from "./routes/calendar/serve-calendar.ts";
import type { EvidenceRoutes } from "./routes/evidence/evidence-routes.ts";
import { manageEvidenceLinks } from "./routes/evidence/manage-evidence-links.ts";
import { serveEvidence } from "./routes/evidence/read-evidence.ts";
import { serveSharedEvidence } from "./routes/evidence/serve-shared-evidence.ts";
import { serveDrill } from "./routes/feeds/begin-drill.ts";
import { serveFeedChange, serveFeedRemoval } from "./routes/feeds/change-feed.ts";
import { serveFeedCheck } from "./routes/feeds/check-feed.ts";
import { serveFeedExport } from "./routes/feeds/export-feeds.ts";
import { serveFeedImport } from "./routes/feeds/import-feeds.ts";
import { serveEnclosureList } from "./routes/feeds/list-feed-enclosures.ts";
import { serveEnclosure, serveProbeHistory } from "./routes/feeds/read-enclosure.ts";
import { serveFeedReading } from "./routes/feeds/read-feeds.ts";
import { serveFeedRegistration } from "./routes/feeds/register-feed.ts";
import { serveFeedAvailability } from "./routes/history/show-feed-availability.ts";
import { serveHostLatency } from "./routes/history/show-host-latency.ts";
import { serveForecast } from "./routes/hosts/forecast-certificates.ts";
import { serveHostList } from "./routes/hosts/list-hosts.ts";
import { serveHost } from "./routes/hosts/read-host.ts";
import { serveAcknowledgement } from "./routes/incidents/acknowledge-incident.ts";
import { serveIncidentCourse } from "./routes/incidents/follow-incident.ts";
import { serveIncidentReading } from "./routes/incidents/read-incidents.ts";
import { streamEvents } from "./routes/live/stream-events.ts";
import { serveFleetCertificates } from "./routes/ops/list-fleet-certificates.ts";
import { serveFleetHosts } from "./routes/ops/list-fleet-hosts.ts";
import { serveFleetPublishers } from "./routes/ops/list-fleet-publishers.ts";
import { showCoverage } from "./routes/ops/show-coverage.ts";
import { showQueues } from "./routes/ops/show-queues.ts";
import { showRequests } from "./routes/ops/show-requests.ts";
import { showVantages } from "./routes/ops/show-vantages.ts";
import { serveHealth } from "./routes/service/serve-health.ts";
import { serveSession } from "./routes/session/serve-session.ts";
import { serveSilenceAddition } from "./routes/silences/add-silence.ts";
import { serveSilenceChange, serveSilenceRemoval } from "./routes/silences/change-silence.ts";
import { serveSilenceReading } from "./routes/silences/read-silences.ts";
import type { SilenceRoutes } from "./routes/silences/silence-routes.ts";
import { serveStatus } from "./routes/status/serve-status.ts";
import { serveEndpointAddition } from "./routes/webhooks/add-endpoint.ts";
import { serveEndpointChange, serveEndpointDeletion } from "./routes/webhooks/change-endpoint.ts";
import { serveEndpointReading } from "./routes/webhooks/read-endpoints.ts";
import { serveResendSince } from "./routes/webhooks/resend-since.ts";
import { serveSecretRotation } from "./routes/webhooks/rotate-endpoint-secret.ts";
import { serveDeliveryReading, serveResend } from "./routes/webhooks/serve-deliveries.ts";
import { serveEndpointTest } from "./routes/webhooks/test-endpoint.ts";

/** As often as coverage is measured anew. */
const coverageEveryMs = 60_000;

/**
 * Composes the API from its routes, without listening: `app.inject` serves tests, `startApi` the world. The caller
 * closes the app, then the store and the queue, which it opened.
 */
export async function buildApi(deps: ApiDeps): Promise<ApiInstance> {
  const { clock, env, publicUrl, store } = deps;
  const dir = deps.dashboardDir ?? dashboardDir;
  const app = createServer({
    ...deps,
    trustProxy: env.trustProxy,
    sendPage: (reply) => sendPage(reply, dir),
  });
  await app.register(cookies);
  await allowOrigins(app, env.corsOrigins);
  const callers = openCallerFinder(store.db, clock);
  const cookie = buildSessionCookie(publicUrl);
  const publicOrigin = new URL(publicUrl).origin;
  const auth = openAuth({ callers, cookie, publicOrigin, onUnknown: (request) => guesses.count(request) });
  const { findCaller } = auth;
  const guesses = await limitRates(app, { perMinute: env.apiRateLimit, findCaller });
  setEtags(app);
  keepAnswers(app, { ...deps, db: store.db, findCaller });
  await serveOpenapi(app, deps);
  await serveReference(app);
  await serveDashboard(app, dir);
  serveSession(app, { auth, store, clock, cookie, publicOrigin, guesses });
  await registerRoutes(app, { ...deps, auth });
  await app.ready();
  return app;
}

type RouteDeps = ApiDeps & { readonly auth: Auth };

async function registerRoutes(app: ApiInstance, deps: RouteDeps): Promise<void> {
  const { auth, clock, store } = deps;
  const { db } = store;
  registerFeedRoutes(app, deps);
  registerWebhookRoutes(app, deps);
  registerIncidentRoutes(app, { auth, store, db, clock, publicUrl: deps.publicUrl });
  serveHostList(app, { auth, db, clock });
  serveHost(app, { auth, db, clock });
  serveCalendar(app, { ...deps, db });
  serveStatus(app, { db, clock });
  serveForecast(app, { auth, db, clock });
  serveFeedAvailability(app, { auth, db, clock });
  serveHostLatency(app, { auth, db, clock });
  managePublishers(app, deps);
  manageOwnAccount(app, { auth, store });
  manageApiKeys(app, { auth, db, clock });
  await registerOpsRoutes(app, deps);
  const live = openLive({
    ...{ db, clock },
    read: ({ publisherId, seesAll }) =>
      readNewest(db, { publisherId: seesAll ? null : publisherId, ownId: publisherId, now: clock() }),
    onError: (error) => app.log.error({ err: error }, "live events could not be read"),
  });
  app.addHook("preClose", async () => live.close());
  streamEvents(app, { auth, live });
}

function registerIncidentRoutes(app: ApiInstance, deps: EvidenceRoutes & SilenceRoutes): void {
  serveIncidentReading(app, deps);
  serveIncidentCourse(app, deps);
  serveAcknowledgement(app, deps);
  serveEvidence(app, deps);
  manageEvidenceLinks(app, deps);
  serveSharedEvidence(app, deps);
  serveSilenceAddition(app, deps);
  serveSilenceReading(app, deps);
  serveSilenceChange(app, deps);
  serveSilenceRemoval(app, deps);
}

async function registerOpsRoutes(app: ApiInstance, deps: RouteDeps): Promise<void> {
  const { auth, clock, env, log, metrics, queue, store } = deps;
  const { db } = store;
  const coverage = openCoverageReader({ db, clock, env });
  showQueues(app, { auth, queue, db, clock });
  serveFleetHosts(app, { auth, db, clock });
  serveFleetCertificates(app, { auth, db, clock });
  serveFleetPublishers(app, { auth, db, clock });
  await serveQueueBoard(app, { auth, queue });
  showCoverage(app, { auth, coverage, floor: env.coverageFloor });
  showVantages(app, { auth, db });
  showRequests(app, { auth, db, clock });
  serveHealth(app, { ...deps, refresh: measureOps({ queue, coverage, db, clock, metrics }) });
  const run = watchCoverage({ db, coverage, clock, floor: env.coverageFloor, metrics, log });
  const onError = (error: unknown) => log.error({ err: error }, "coverage could not be measured");
  const loop = startLoop({ name: "coverage watch", intervalMs: coverageEveryMs, clock, onError, run });
  app.addHook("preClose", () => loop.close());
}

function registerFeedRoutes(app: ApiInstance, deps: Parameters<typeof serveFeedRegistration>[1]): void {
  serveFeedRegistration(app, deps);
  serveFeedImport(app, deps);
  serveFeedExport(app, deps);
  serveFeedReading(app, deps);
  serveFeedChange(app, deps);
  serveFeedRemoval(app, deps);
  serveFeedCheck(app, deps);
  serveDrill(app, deps);
  serveEnclosureList(app, deps);
  serveEnclosure(app, deps);
  serveProbeHistory(app, deps);
}

function registerWebhookRoutes(app: ApiInstance, deps: Parameters<typeof serveEndpointAddition>[1]): void {
  serveEndpointAddition(app, deps);
  serveEndpointReading(app, deps);
  serveEndpointChange(app, deps);
  serveEndpointDeletion(app, deps);
  serveEndpointTest(app, deps);
  serveSecretRotation(app, deps);
  serveDeliveryReading(app, deps);
  serveResend(app, deps);
  serveResendSince(app, deps);
}
