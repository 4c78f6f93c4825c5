import { type RefObject, useLayoutEffect, useState } from "react";

/** A cell with the gap beside it, in pixels: as wall.css has it. */
export const cellStep = 24;

/** How many cells fit beside one another in an element, at any width that it may take. */
export function useColumns(element: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(1);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = () => setColumns(Math.max(1, Math.floor(target.clientWidth / cellStep)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return columns;
}
