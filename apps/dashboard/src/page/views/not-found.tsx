import { Link } from "wouter";
import { PageHead } from "../parts/page-head.tsx";

/** For a path that leads nowhere, or to what this key may not see. */
export function NotFound() {
  return (
    <>
      <PageHead title="There is no such page" />
      <p>
        The address may be mistyped, or it is a page that your key may not see.{" "}
        <Link href="/">Go to your feeds</Link>.
      </p>
    </>
  );
}
