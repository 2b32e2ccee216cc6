import { type Domain, domainsOf } from "./domain.js";
import type { Axis, Mark, Plot } from "./figure.js";
import { element, escapeMarkup, shorten } from "./markup.js";
import { DASHES, inkClass } from "./palette.js";
import { decadeTicks, numberTicks, type Tick, timeTicks } from "./ticks.js";

/** Where a plot stands in its picture, titles and labels included. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Of the frame that cuts its lines off, unique in the document. */
  readonly id: string;
}

const TITLE = 28;
const BOTTOM = 38;
const RIGHT = 10;
/** Radius of a dot. */
const DOT = 2.2;
/** Width of a character of labels of axes. */
const DIGIT = 6.8;

type Place = (value: number) => number;

/** Axes with round ticks, and the marks within them. */
export function drawPlot(plot: Plot, box: Box): { readonly markup: string; readonly cut: boolean } {
  const { x: across, y: upward, cut } = domainsOf(plot);
  const label = plot.y.label === undefined ? 0 : 14;
  const rows = ticksOf(plot.y, upward, Math.max(3, Math.round(box.height / 60)));
  const longest = rows.reduce((most, { label }) => Math.max(most, label.length), 1);
  const left = box.x + longest * DIGIT + 10;
  const right = box.x + box.width - RIGHT;
  const top = box.y + TITLE + label;
  const bottom = box.y + box.height - BOTTOM - (plot.x.label === undefined ? 0 : 6);
  const columns = ticksOf(plot.x, across, Math.max(2, Math.round((right - left) / 95)));
  const x = linear(across, left, right);
  const y = linear(upward, bottom, top);
  const parts = [
    element(
      "text",
      { x: box.x, y: box.y + 13, class: "t h2" },
      escapeMarkup(shorten(plot.title, Math.floor(box.width / 8))),
    ),
    plot.y.label &&
      element("text", { x: box.x, y: box.y + 30, class: "f n" }, escapeMarkup(plot.y.label)),
    ...rows.map(({ at, label }) => gridLine(y(at), label, left, right)),
    ...columns.map((tick) => columnTick(tick, x(tick.at), bottom)),
    plot.x.label &&
      element(
        "text",
        { x: (left + right) / 2, y: bottom + 34, class: "f n c" },
        escapeMarkup(plot.x.label),
      ),
    element(
      "clipPath",
      { id: box.id },
      element("rect", {
        // Dots and strokes at the edge are seen whole.
        x: round(left - DOT),
        y: round(top - DOT),
        width: round(right - left + 2 * DOT),
        height: round(bottom - top + 2 * DOT),
      }),
    ),
    element(
      "g",
      { "clip-path": `url(#${box.id})` },
      plot.marks.map((mark) => drawMark(mark, x, y, { left, right, top, bottom })).join(""),
    ),
  ];
  return { markup: parts.filter(Boolean).join("\n"), cut };
}

export function ticksOf({ kind }: Axis, { low, high }: Domain, count: number): Tick[] {
  switch (kind) {
    case "time":
      return timeTicks(low, high, count);
    case "number":
      return numberTicks(low, high, count);
    case "decades":
      return decadeTicks(low, high, count);
  }
}

function linear({ low, high }: Domain, from: number, to: number): Place {
  // Halves, so that the range of the largest numbers does not overflow.
  return (value) => from + ((value / 2 - low / 2) / (high / 2 - low / 2)) * (to - from);
}

/** Tenths of a pixel: fewer bytes, and nobody sees more. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function gridLine(y: number, label: string, left: number, right: number): string {
  return `${element("line", { x1: round(left), x2: round(right), y1: round(y), y2: round(y), class: "g" })}${element("text", { x: round(left - 6), y: round(y + 4), class: "f n e" }, escapeMarkup(label))}`;
}

function columnTick({ label, below }: Tick, x: number, bottom: number): string {
  const place = round(x);
  return [
    element("line", { x1: place, x2: place, y1: round(bottom), y2: round(bottom + 4), class: "g" }),
    element("text", { x: place, y: round(bottom + 17), class: "f n c" }, escapeMarkup(label)),
    below === undefined
      ? ""
      : element("text", { x: place, y: round(bottom + 31), class: "f n c" }, escapeMarkup(below)),
  ].join("");
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function drawMark(mark: Mark, x: Place, y: Place, frame: Frame): string {
  const ink = inkClass(mark.ink);
  const dash = typeof mark.ink === "number" ? DASHES[mark.ink % DASHES.length] : undefined;
  switch (mark.kind) {
    case "line":
      return drawLine(mark.x, mark.y, x, y, ink, dash);
    case "band": {
      const points = [
        ...Array.from(mark.hi, (value, i) => pair(x(mark.x[i]), inFrame(y(value), frame))),
        ...Array.from(mark.lo, (value, i) =>
          pair(x(mark.x[i]), inFrame(y(value), frame)),
        ).reverse(),
      ];
      return element("path", {
        d: `M${points.join("L")}Z`,
        class: `a ${ink}`,
        "fill-opacity": mark.opacity,
      });
    }
    case "bars": {
      const width = Math.max(1, Math.min(18, (0.6 * (frame.right - frame.left)) / mark.x.length));
      const zero = y(0);
      return Array.from(mark.y, (value, i) =>
        Number.isFinite(value)
          ? element("rect", {
              x: round(x(mark.x[i]) - width / 2),
              y: round(Math.min(zero, y(value))),
              width: round(width),
              height: round(Math.abs(y(value) - zero)),
              class: `a ${ink}`,
            })
          : "",
      ).join("");
    }
    case "dots":
      return Array.from(mark.y, (value, i) =>
        Number.isFinite(value) ? dot(x(mark.x[i]), y(value), ink) : "",
      ).join("");
    case "at": {
      const place = round(x(mark.x));
      return element("line", {
        ...{ x1: place, x2: place, y1: round(frame.top), y2: round(frame.bottom) },
        ...{ class: `l ${ink}`, "stroke-dasharray": "3 3", "stroke-width": 1 },
      });
    }
    case "level": {
      const place = round(y(mark.y));
      return element("line", {
        ...{ x1: round(frame.left), x2: round(frame.right), y1: place, y2: place },
        ...{ class: `l ${ink}`, "stroke-dasharray": "3 3", "stroke-width": 1 },
      });
    }
  }
}

/** Infinite and far ends stay near the frame, which cuts them off. */
function inFrame(y: number, { top, bottom }: Frame): number {
  if (Number.isNaN(y)) return bottom;
  return Math.min(bottom + 50, Math.max(top - 50, y));
}

const pair = (x: number, y: number) => `${round(x)} ${round(y)}`;

const dot = (x: number, y: number, ink: string) =>
  element("circle", { cx: round(x), cy: round(y), r: DOT, class: `a ${ink}` });

/** Pieces between missing values; a value alone is a dot. */
function drawLine(
  at: ArrayLike<number>,
  values: ArrayLike<number>,
  x: Place,
  y: Place,
  ink: string,
  dash: string | undefined,
): string {
  const pieces: string[][] = [];
  let open = false;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      open = false;
      continue;
    }
    if (!open) pieces.push([]);
    open = true;
    pieces[pieces.length - 1].push(pair(x(at[i]), y(values[i])));
  }
  const lines = pieces.filter((piece) => piece.length > 1).map((piece) => `M${piece.join("L")}`);
  const dots = pieces
    .filter((piece) => piece.length === 1)
    .map(([point]) => point.split(" ").map(Number))
    .map(([cx, cy]) => dot(cx, cy, ink));
  const path =
    lines.length > 0
      ? element("path", { d: lines.join(""), class: `l ${ink}`, "stroke-dasharray": dash })
      : "";
  return path + dots.join("");
}
