import { Link, useLocation } from "wouter";
import { isIn, type Place } from "./places.ts";

/** A link of the navigation, marked where one is. */
export function NavLink({ place, badge }: { readonly place: Place; readonly badge?: number | undefined }) {
  const [location] = useLocation();
  const Icon = place.icon;
  return (
    <Link href={place.path} className="nav-link" aria-current={isIn(place, location) ? "page" : undefined}>
      <Icon size={18} strokeWidth={1.8} aria-hidden="true" />
      <span className="nav-name">{place.name}</span>
      {badge !== undefined && badge > 0 && (
        <span className="nav-badge">
          {badge > 49 ? "50+" : badge}
          <span className="visually-hidden"> open</span>
        </span>
      )}
    </Link>
  );
}
