/** How much is being loaded, in what shape. */
export interface SkeletonProps {
  readonly rows?: number;
  /** As high as cards, and not as lines of text. */
  readonly tall?: boolean;
  /** Rows of a list in one card, each as high as a feed's. */
  readonly joined?: boolean;
}

/** Rows that stand in for what is being loaded, of the same height, so that nothing moves when it comes. */
export function Skeleton({ rows = 3, tall = false, joined = false }: SkeletonProps) {
  const look = tall ? "skeleton-row skeleton-tall" : "skeleton-row";
  return (
    <div className={joined ? "skeleton skeleton-joined" : "skeleton"} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={look} />
      ))}
    </div>
  );
}
