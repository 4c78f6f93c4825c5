import { Ellipsis } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Dialog } from "../parts/dialog.tsx";
import { AccountBar } from "./account-bar.tsx";
import { NavLink } from "./nav-link.tsx";
import { opsPlaces, publisherPlaces } from "./places.ts";

/** On a phone: the places that have no room in the bar, the theme, and the way out. */
export function MoreSheet({ isOps }: { readonly isOps: boolean }) {
  const [open, setOpen] = useState(false);
  const [location] = useLocation();
  // Whoever went somewhere is done with the sheet.
  useEffect(() => {
    if (location !== null) setOpen(false);
  }, [location]);
  return (
    <>
      <button type="button" className="nav-link" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Ellipsis size={18} strokeWidth={1.8} aria-hidden="true" />
        <span className="nav-name">More</span>
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="More">
        <nav aria-label="More" className="sheet-nav">
          {[...publisherPlaces.slice(4), ...(isOps ? opsPlaces : [])].map((place) => (
            <NavLink key={place.path} place={place} />
          ))}
        </nav>
        <AccountBar />
      </Dialog>
    </>
  );
}
