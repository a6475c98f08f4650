"use client";

import { type PointerEvent, useRef, useState } from "react";
import type { Span } from "#components/logs/search/log-search-state.ts";
import { clockText, dayText, type TimeZone, zoneText } from "#components/logs/time/time-zone.ts";
import { countText } from "#components/ui/count-text.ts";
import styles from "./histogram.module.css";
import type { VolumeSlice } from "./loaded-facts.ts";

interface VolumeHistogramProps {
  readonly volume: readonly VolumeSlice[];
  readonly span: Span;
  /** The part of the range that was searched; the rest is hatched. */
  readonly searched: Span;
  readonly zone: TimeZone;
  readonly onZoom: (span: Span) => void;
}

const HEIGHT = 52;
const MARKS = 5;

/**
 * The number of loaded events over time, by level. Clicking or dragging zooms in; keyboard users can change the time
 * range instead.
 */
export function VolumeHistogram({ volume, span, searched, zone, onZoom }: VolumeHistogramProps) {
  const { brush, pointed, handlers } = useBrush(span, volume.length, onZoom);
  const most = Math.max(1, ...volume.map(({ error, warn, other }) => error + warn + other));
  const share = (at: number) => Math.min(1, Math.max(0, (at - span.from) / Math.max(1, span.to - span.from)));
  const width = volume.length;
  const hatched = [
    { from: 0, to: share(searched.from) * width },
    { from: share(searched.to) * width, to: width },
  ];
  return (
    <figure className={styles["histogram"]}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summaryOf(volume)} {...handlers}>
        <defs>
          <pattern id="unsearched" width="0.4" height="6" patternUnits="userSpaceOnUse" patternTransform="skewX(-2)">
            <rect width="0.12" height="6" className={styles["hatch"]} />
          </pattern>
        </defs>
        {hatched.map(({ from, to }) => to > from && <rect key={from} x={from} width={to - from} height={HEIGHT} fill="url(#unsearched)" />)}
        {volume.map((slice, n) => (
          <Bar key={n} slice={slice} x={n} scale={(HEIGHT - 2) / most} />
        ))}
        {brush !== null && (
          <rect className={styles["brush"]} x={brush.from * width} width={(brush.to - brush.from) * width} height={HEIGHT} />
        )}
      </svg>
      <span className={styles["scale"]} aria-hidden="true">
        <span>{most.toLocaleString("en")}</span>
        <span>0</span>
      </span>
      <figcaption className={styles["axis"]} aria-hidden="true">
        {pointed === null ? (
          Array.from({ length: MARKS }, (_, n) => <span key={n}>{markText(span, n / (MARKS - 1), zone)}</span>)
        ) : (
          <span>{sliceText(volume[pointed], span, pointed / width, 1 / width, zone)}. Click or drag to zoom in.</span>
        )}
      </figcaption>
    </figure>
  );
}

function Bar({ slice, x, scale }: { readonly slice: VolumeSlice; readonly x: number; readonly scale: number }) {
  const { error, warn, other } = slice;
  const heights = [other * scale, warn * scale, error * scale] as const;
  const names = ["other", "warn", "error"] as const;
  let top = HEIGHT;
  return names.map((name, n) => {
    const height = heights[n] ?? 0;
    // Keeps a single error visible among thousands of events.
    const visibleHeight = height > 0 ? Math.max(name === "other" ? 1 : 2, height) : 0;
    top -= visibleHeight;
    return (
      visibleHeight > 0 && (
        <rect key={name} className={styles[name]} x={x + 0.06} width={0.88} y={Math.max(0, top)} height={visibleHeight} />
      )
    );
  });
}

/** Dragging selects a part of the span, and a click selects one bar. Also tracks the bar under the pointer. */
function useBrush(span: Span, slices: number, onZoom: (span: Span) => void) {
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const began = useRef<number | null>(null);
  const placeOf = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  const sliceAt = (place: number) => Math.min(slices - 1, Math.floor(place * slices));
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      began.current = placeOf(event);
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const place = placeOf(event);
      setPointed(sliceAt(place));
      if (began.current === null) return;
      const [from, to] = [began.current, place].sort((a, b) => a - b) as [number, number];
      setBrush({ from, to });
    },
    onPointerUp: (event: PointerEvent<SVGSVGElement>) => {
      if (began.current === null) return;
      began.current = null;
      setBrush(null);
      setPointed(null);
      const slice = sliceAt(placeOf(event));
      const { from, to } =
        brush !== null && brush.to - brush.from >= 0.01 ? wholeSlices(brush, slices) : { from: slice / slices, to: (slice + 1) / slices };
      const at = (share: number) => Math.round(span.from + share * (span.to - span.from));
      onZoom({ from: at(from), to: at(to) });
    },
    onPointerCancel: () => {
      began.current = null;
      setBrush(null);
    },
    onPointerLeave: () => setPointed(null),
  };
  return { brush, pointed, handlers };
}

/** The dragged range, extended to full bars. */
function wholeSlices({ from, to }: { readonly from: number; readonly to: number }, slices: number) {
  return { from: Math.floor(from * slices) / slices, to: Math.ceil(to * slices) / slices };
}

function markText(span: Span, share: number, zone: TimeZone): string {
  const at = span.from + share * (span.to - span.from);
  const length = span.to - span.from;
  const day = length > 20 * 3_600_000 ? `${dayText(at, zone)} ` : "";
  const precision = length < 10_000 ? "milliseconds" : length < 40 * 60_000 ? "seconds" : "minutes";
  return `${day}${clockText(at, zone, precision)}${share === 1 ? ` ${zoneText(at, zone)}` : ""}`;
}

function summaryOf(volume: readonly VolumeSlice[]): string {
  const sum = (name: keyof VolumeSlice) => volume.reduce((total, slice) => total + slice[name], 0);
  return `Loaded events over the time range: ${sum("error")} errors, ${sum("warn")} warnings, ${sum("other")} others`;
}

/** The tooltip of a bar: "21:13:00 to 21:14:00: 12 events, 2 warnings, 1 error". */
function sliceText(slice: VolumeSlice | undefined, span: Span, start: number, part: number, zone: TimeZone): string {
  const { error, warn, other } = slice ?? { error: 0, warn: 0, other: 0 };
  const at = (share: number) => clockText(span.from + share * (span.to - span.from), zone, "seconds");
  const all = error + warn + other;
  const parts = [
    all === 0 ? "no events" : countText(all, "event"),
    ...(warn === 0 ? [] : [countText(warn, "warning")]),
    ...(error === 0 ? [] : [countText(error, "error")]),
  ];
  return `${at(start)} to ${at(start + part)}: ${parts.join(", ")}`;
}
