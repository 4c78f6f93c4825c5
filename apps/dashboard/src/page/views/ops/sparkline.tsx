/** A count by minute over the last hour, the latest at the right; its figures stand beside it in words. */
export function Sparkline({ byMinute }: { readonly byMinute: readonly number[] }) {
  const inOrder = byMinute.toReversed();
  const top = Math.max(1, ...inOrder);
  return (
    <svg viewBox="0 0 60 20" preserveAspectRatio="none" className="sparkline" aria-hidden="true">
      {inOrder.map((value, index) => (
        <rect
          key={index}
          x={60 - inOrder.length + index + 0.1}
          width={0.8}
          y={20 - (value / top) * 20}
          height={(value / top) * 20}
        />
      ))}
    </svg>
  );
}
