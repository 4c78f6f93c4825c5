import { useInfiniteQuery } from "@tanstack/react-query";
import { incidentsQuery } from "../api/incidents.ts";
import { useSession } from "../api/session.ts";
import { useLiveEvents } from "../api/use-live-events.ts";
import { Routes } from "../routes.tsx";
import { AccountBar } from "./account-bar.tsx";
import { LiveDot } from "./live-dot.tsx";
import { Logo } from "./logo.tsx";
import { MoreSheet } from "./more-sheet.tsx";
import { NavLink } from "./nav-link.tsx";
import { opsPlaces, publisherPlaces } from "./places.ts";

/** The frame of every page: navigation at the side, or below on a phone. */
export function Shell() {
  const live = useLiveEvents();
  const { roles } = useSession();
  const { data } = useInfiniteQuery(incidentsQuery("open"));
  const openIncidents = data?.pages.reduce((sum, { items }) => sum + items.length, 0);
  const badgeOf = (path: string) => (path === "/incidents" ? openIncidents : undefined);
  const isOps = roles.includes("ops");
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="side">
        <div className="side-head">
          <Logo />
          <LiveDot state={live} />
        </div>
        <nav aria-label="Main" className="side-nav">
          {publisherPlaces.map((place) => (
            <NavLink key={place.path} place={place} badge={badgeOf(place.path)} />
          ))}
          {isOps && (
            <>
              <h2 className="side-title">Operations</h2>
              {opsPlaces.map((place) => (
                <NavLink key={place.path} place={place} />
              ))}
            </>
          )}
        </nav>
        <AccountBar />
      </header>
      <header className="top">
        <Logo />
        <LiveDot state={live} />
      </header>
      <main id="main" className="main" tabIndex={-1}>
        <Routes />
      </main>
      <nav aria-label="Main, below" className="tabs">
        {publisherPlaces.slice(0, 4).map((place) => (
          <NavLink key={place.path} place={place} badge={badgeOf(place.path)} />
        ))}
        <MoreSheet isOps={isOps} />
      </nav>
    </div>
  );
}
