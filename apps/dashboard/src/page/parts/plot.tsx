import "uplot/dist/uPlot.min.css";
import "../styles/plot.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";

/** One line of a plot. */
export interface PlotSeries {
  readonly name: string;
  readonly tone: "accent" | "good" | "warn" | "bad" | "doubt";
  /** Null leaves a gap. */
  readonly values: readonly (number | null)[];
}

/** What to plot over time. */
export interface PlotProps {
  /** What the plot shows, for those who cannot see it. */
  readonly label: string;
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly format: (value: number) => string;
  /** The ends of the time axis, in seconds since 1970; those of the data when left out. */
  readonly span?: readonly [from: number, until: number] | undefined;
  readonly min?: number;
  readonly max?: number;
}

const height = 200;

/** A plot over time, as wide as its place, drawn anew when its data or the theme changes. */
export function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const target = place.current;
    if (target === null) return;
    let plot = draw(target, props);
    const redraw = () => {
      plot.destroy();
      plot = draw(target, props);
    };
    const resize = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height }));
    resize.observe(target);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", redraw);
    return () => {
      resize.disconnect();
      theme.disconnect();
      system.removeEventListener("change", redraw);
      plot.destroy();
    };
  }, [props]);
  return (
    <figure className="plot">
      <div ref={place} className="plot-place" role="img" aria-label={props.label} />
      <figcaption className="plot-legend">
        {props.series.map(({ name, tone }) => (
          <span key={name}>
            <span className={`plot-key plot-key-${tone}`} aria-hidden="true" />
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function draw(target: HTMLElement, { times, series, format, span, min = 0, max }: PlotProps): uPlot {
  // A canvas knows no custom properties, so it is given the colours as they are now.
  const probe = document.createElement("span");
  target.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const axis = {
    stroke: colour("ink-3"),
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
  };
  const lines = series.map(({ name, tone }): uPlot.Series => {
    const stroke = colour(tone);
    const isSparse = tone === "bad";
    return {
      label: name,
      stroke,
      width: isSparse ? 0 : 1.6,
      points: { show: isSparse || times.length < 60, size: 6, fill: stroke },
    };
  });
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const options: uPlot.Options = {
    width: target.clientWidth,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 8 } },
    scales: {
      ...(span !== undefined && { x: { range: [span[0], span[1]] } }),
      y: { range: (_plot, _min, top) => [min, max ?? Math.max(top * 1.15, 1)] },
    },
    axes: [
      { ...axis, font, size: 28, values: axisTimes },
      { ...axis, font, size: 64, values: (_plot, marks) => marks.map(format) },
    ],
    series: [{}, ...lines],
  };
  probe.remove();
  return new uPlot(options, [[...times], ...series.map(({ values }) => [...values])], target);
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const clockSeconds = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** Marks of the time axis, in UTC as everything else here. */
function axisTimes(_plot: uPlot, marks: readonly number[]): string[] {
  const step = (marks[1] ?? 0) - (marks[0] ?? 0);
  const format = step >= 86_400 ? day : step >= 60 ? clock : clockSeconds;
  return marks.map((mark) => format.format(mark * 1_000));
}
