import { Button } from "./button.tsx";

/** The part of an infinite query that a button for the next page needs. */
export interface MorePages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
}

/** Loads the next page of a list, while there is one. */
export function LoadMore({ pages }: { readonly pages: MorePages }) {
  if (!pages.hasNextPage) return null;
  return (
    <Button className="load-more" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      Show more
    </Button>
  );
}
