import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Enclosure } from "../../api/feeds.ts";
import { formatDay } from "../../parts/format.ts";
import { shownOf, verdictWords } from "../../parts/verdict.ts";
import { cellStep, useColumns } from "./use-columns.ts";
import { moveInWall } from "./wall-geometry.ts";

/** A wall of cells and what happens at them. */
export interface WallProps {
  readonly enclosures: readonly Enclosure[];
  /** How many there will be when all are loaded: the wall is as high from the beginning, so that it pushes nothing. */
  readonly expected: number;
  /** Hears which cell is looked at, by pointer or by keyboard. */
  readonly onInspect: (enclosure: Enclosure) => void;
  readonly onOpen: (enclosure: Enclosure) => void;
}

/**
 * Every enclosure a cell, newest first, thousands of them: only the rows in sight are in the document. One cell at a
 * time can be reached by Tab; arrows, Home, End and Page keys move on from there (WAI-ARIA's pattern for grids).
 */
export function Wall({ enclosures, expected, onInspect, onOpen }: WallProps) {
  const grid = useRef<HTMLDivElement>(null);
  const columns = useColumns(grid);
  const [at, setAt] = useState(0);
  const [scrollMargin, setScrollMargin] = useState(0);
  const cells = Math.max(expected, enclosures.length);
  const rows = useWindowVirtualizer({
    count: Math.ceil(cells / columns),
    estimateSize: () => cellStep,
    overscan: 6,
    scrollMargin,
  });
  useEffect(() => setScrollMargin(grid.current?.offsetTop ?? 0), []);

  const focusCell = (index: number) => {
    setAt(index);
    rows.scrollToIndex(Math.floor(index / columns), { align: "auto" });
    // The row may have to be rendered first.
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLElement>(`[data-cell="${index}"]`)?.focus({ preventScroll: true }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveInWall(event.key, at, { columns, cells: enclosures.length });
    if (next === null) return;
    event.preventDefault();
    focusCell(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table would need every row in the document.
    <div
      ref={grid}
      role="grid"
      className="wall"
      aria-label="Enclosures, newest first"
      aria-rowcount={Math.ceil(cells / columns)}
      aria-colcount={columns}
      style={{ height: rows.getTotalSize() }}
      onKeyDown={onKeyDown}
      tabIndex={-1}
    >
      {rows.getVirtualItems().map(({ index, key, start }) => (
        // biome-ignore lint/a11y/useSemanticElements: see the grid.
        <div
          key={key}
          role="row"
          tabIndex={-1}
          aria-rowindex={index + 1}
          className="wall-row"
          style={{ transform: `translateY(${start - scrollMargin}px)` }}
        >
          {enclosures.slice(index * columns, (index + 1) * columns).map((enclosure, column) => (
            <Cell
              key={enclosure.id}
              enclosure={enclosure}
              index={index * columns + column}
              isCurrent={index * columns + column === at}
              onInspect={(cell) => {
                setAt(index * columns + column);
                onInspect(cell);
              }}
              onHover={onInspect}
              onOpen={onOpen}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface CellProps {
  readonly enclosure: Enclosure;
  readonly index: number;
  readonly isCurrent: boolean;
  readonly onInspect: (enclosure: Enclosure) => void;
  readonly onHover: (enclosure: Enclosure) => void;
  readonly onOpen: (enclosure: Enclosure) => void;
}

function Cell({ enclosure, index, isCurrent, onInspect, onHover, onOpen }: CellProps) {
  const verdict = shownOf(enclosure.verdict);
  const { title, guid, publishedAt } = enclosure;
  const when = publishedAt === null ? "" : `, ${formatDay(publishedAt)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid.
    <div
      role="gridcell"
      data-cell={index}
      tabIndex={isCurrent ? 0 : -1}
      className={`cell cell-${verdict}`}
      aria-label={`${title ?? guid ?? "Episode"}${when}: ${verdictWords[verdict].word}`}
      onClick={() => onOpen(enclosure)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          onOpen(enclosure);
        }
      }}
      onFocus={() => onInspect(enclosure)}
      onPointerEnter={() => onHover(enclosure)}
    />
  );
}
