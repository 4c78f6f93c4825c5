/** Rows that stand in for what is being loaded, of the same height, so that nothing moves when it comes. */
export function Skeleton({ rows = 3, tall = false }: { readonly rows?: number; readonly tall?: boolean }) {
  return (
    <div className="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={tall ? "skeleton-row skeleton-tall" : "skeleton-row"} />
      ))}
    </div>
  );
}
