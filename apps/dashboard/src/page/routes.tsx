import { lazy, Suspense } from "react";
import { Route, Switch, useLocation } from "wouter";
import { useSession } from "./api/session.ts";
import { PageErrors } from "./page-errors.tsx";
import { Skeleton } from "./parts/skeleton.tsx";
import { FeedsView } from "./views/feeds/feeds-view.tsx";
import { NotFound } from "./views/not-found.tsx";

const FeedView = lazy(async () => ({ default: (await import("./views/feed/feed-view.tsx")).FeedView }));
const EnclosureView = lazy(async () => ({
  default: (await import("./views/enclosure/enclosure-view.tsx")).EnclosureView,
}));
const HostView = lazy(async () => ({ default: (await import("./views/host/host-view.tsx")).HostView }));
const IncidentsView = lazy(async () => ({
  default: (await import("./views/incidents/incidents-view.tsx")).IncidentsView,
}));
const IncidentView = lazy(async () => ({
  default: (await import("./views/incidents/incident-view.tsx")).IncidentView,
}));
const CertificatesView = lazy(async () => ({
  default: (await import("./views/certificates/certificates-view.tsx")).CertificatesView,
}));
const WebhooksView = lazy(async () => ({
  default: (await import("./views/webhooks/webhooks-view.tsx")).WebhooksView,
}));
const WebhookView = lazy(async () => ({
  default: (await import("./views/webhooks/webhook-view.tsx")).WebhookView,
}));
const KeysView = lazy(async () => ({ default: (await import("./views/keys/keys-view.tsx")).KeysView }));
const OpsRoutes = lazy(async () => ({ default: (await import("./views/ops/ops-routes.tsx")).OpsRoutes }));

/** Which page belongs to which path. All but the first page are loaded when they are gone to. */
export function Routes() {
  const [location] = useLocation();
  const { roles } = useSession();
  return (
    <PageErrors key={location}>
      <Suspense fallback={<Skeleton rows={6} tall />}>
        <Switch>
          <Route path="/">
            <FeedsView />
          </Route>
          <Route path="/feeds/:id">{({ id }) => <FeedView key={id} id={id} />}</Route>
          <Route path="/feeds/:feedId/enclosures/:id">
            {({ feedId, id }) => <EnclosureView key={id} feedId={feedId} id={id} />}
          </Route>
          <Route path="/hosts/:name">{({ name }) => <HostView key={name} name={name} />}</Route>
          <Route path="/incidents">
            <IncidentsView />
          </Route>
          <Route path="/incidents/:id">{({ id }) => <IncidentView key={id} id={id} />}</Route>
          <Route path="/certificates">
            <CertificatesView />
          </Route>
          <Route path="/webhooks">
            <WebhooksView />
          </Route>
          <Route path="/webhooks/:id">{({ id }) => <WebhookView key={id} id={id} />}</Route>
          <Route path="/keys">
            <KeysView />
          </Route>
          {roles.includes("ops") && (
            <Route path="/ops/*?">
              <OpsRoutes />
            </Route>
          )}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </PageErrors>
  );
}
