import { Redirect, Route, Switch } from "wouter";
import { NotFound } from "../not-found.tsx";
import { CoverageView } from "./coverage-view.tsx";
import { HostsView } from "./hosts-view.tsx";
import { PublishersView } from "./publishers-view.tsx";
import { QueuesView } from "./queues-view.tsx";
import { RequestsView } from "./requests-view.tsx";
import { VantagesView } from "./vantages-view.tsx";

/** The pages for whoever runs Earshot. */
export function OpsRoutes() {
  return (
    <Switch>
      <Route path="/ops">
        <Redirect to="/ops/queues" replace />
      </Route>
      <Route path="/ops/queues">
        <QueuesView />
      </Route>
      <Route path="/ops/coverage">
        <CoverageView />
      </Route>
      <Route path="/ops/vantages">
        <VantagesView />
      </Route>
      <Route path="/ops/requests">
        <RequestsView />
      </Route>
      <Route path="/ops/hosts">
        <HostsView />
      </Route>
      <Route path="/ops/publishers">
        <PublishersView />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
