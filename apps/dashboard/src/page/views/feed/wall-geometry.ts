/** Where a key press leads from one cell to another; null when the key is none of the wall's. */
export function moveInWall(
  key: string,
  at: number,
  wall: { readonly columns: number; readonly cells: number },
): number | null {
  const { columns, cells } = wall;
  const last = cells - 1;
  const clamp = (index: number) => Math.min(Math.max(index, 0), last);
  switch (key) {
    case "ArrowRight":
      return clamp(at + 1);
    case "ArrowLeft":
      return clamp(at - 1);
    case "ArrowDown":
      return at + columns > last ? at : at + columns;
    case "ArrowUp":
      return at - columns < 0 ? at : at - columns;
    case "Home":
      return at - (at % columns);
    case "End":
      return clamp(at - (at % columns) + columns - 1);
    case "PageDown":
      return clamp(at + columns * 10);
    case "PageUp":
      return clamp(at - columns * 10);
    default:
      return null;
  }
}
