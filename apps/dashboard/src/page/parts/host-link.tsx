import { Link } from "wouter";
import { hostPath } from "./host-path.ts";

/** A host's name that leads to its page. */
export function HostLink({ host, port }: { readonly host: string; readonly port: number }) {
  return (
    <Link href={hostPath({ hostname: host, port })} className="host-link">
      {host}
      {port !== 443 && <span className="soft">:{port}</span>}
    </Link>
  );
}
