import {
  ArrowUpRight,
  CalendarClock,
  ChartNoAxesColumn,
  KeyRound,
  ListOrdered,
  type LucideIcon,
  Rss,
  Server,
  Telescope,
  TriangleAlert,
  Users,
  Webhook,
} from "lucide-react";

/** A place in the dashboard that the navigation leads to. */
export interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: LucideIcon;
}

/** Places for publishers. */
export const publisherPlaces: readonly Place[] = [
  { path: "/", name: "Feeds", icon: Rss },
  { path: "/incidents", name: "Incidents", icon: TriangleAlert },
  { path: "/certificates", name: "Certificates", icon: CalendarClock },
  { path: "/webhooks", name: "Webhooks", icon: Webhook },
  { path: "/keys", name: "Keys", icon: KeyRound },
];

/** Places for whoever runs Earshot. */
export const opsPlaces: readonly Place[] = [
  { path: "/ops/queues", name: "Queues", icon: ListOrdered },
  { path: "/ops/coverage", name: "Coverage", icon: ChartNoAxesColumn },
  { path: "/ops/vantages", name: "Vantages", icon: Telescope },
  { path: "/ops/requests", name: "Requests", icon: ArrowUpRight },
  { path: "/ops/hosts", name: "Hosts", icon: Server },
  { path: "/ops/publishers", name: "Publishers", icon: Users },
];

/** Whether a location lies in a place: the feeds' pages lie below `/feeds`, hosts' pages belong to the certificates. */
export function isIn(place: Place, location: string): boolean {
  if (place.path === "/") return location === "/" || location.startsWith("/feeds");
  if (place.path === "/certificates" && location.startsWith("/hosts/")) return true;
  return location === place.path || location.startsWith(`${place.path}/`);
}
