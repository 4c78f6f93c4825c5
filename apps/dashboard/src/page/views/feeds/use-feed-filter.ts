import { useSearchParams } from "wouter";
import type { FeedFilter } from "../../api/feeds.ts";
import { shownVerdicts } from "../../parts/verdict.ts";

/** What the list is narrowed to, kept in the page's address: it can be kept, shared, and gone back to. */
export interface FeedFilterState {
  readonly filter: FeedFilter;
  /** Changes a part of it; what is at its default leaves the address. */
  change(part: Partial<FeedFilter>): void;
}

const defaults = { search: "", standing: null, label: null, order: "worst" } as const;

/** Reads the filter from the address, and writes it there. */
export function useFeedFilter(): FeedFilterState {
  const [params, setParams] = useSearchParams();
  const filter: FeedFilter = {
    search: params.get("search") ?? "",
    standing: shownVerdicts.find((verdict) => verdict === params.get("standing")) ?? null,
    label: params.get("label"),
    order: params.get("order") === "newest" ? "newest" : "worst",
  };
  const change = (part: Partial<FeedFilter>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(part)) {
          if (value === defaults[name as keyof FeedFilter]) before.delete(name);
          else before.set(name, value ?? "");
        }
        return before;
      },
      { replace: true },
    );
  return { filter, change };
}
