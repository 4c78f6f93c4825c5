import { Component, type ReactNode } from "react";
import { Button } from "./parts/button.tsx";

interface State {
  readonly error: unknown;
}

/**
 * Catches what a page could not show. The commonest cause is a newer Earshot: the part of the page that was to be loaded
 * is gone with the old version, and loading the page again brings the new one.
 */
export class PageErrors extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="lone">
        <h1>This page could not be shown</h1>
        <p>Perhaps Earshot has just been updated. Loading the page again helps then.</p>
        <Button look="primary" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </main>
    );
  }
}
