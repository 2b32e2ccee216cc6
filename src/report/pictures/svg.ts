import { counted } from "../../wording.js";
import type { Figure, Ink, Mark } from "./figure.js";
import { element, escapeMarkup, shorten } from "./markup.js";
import { colorOf, DARK, DASHES, inkClass, LIGHT, type Palette } from "./palette.js";
import { drawPlot } from "./plot.js";

export type Theme = "auto" | "light" | "dark";

interface Layout {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** One plot is wide; several stand in rows of two or three. */
function layoutOf(plots: number): Layout {
  if (plots <= 1) return { columns: 1, width: 800, height: 400 };
  if (plots <= 4) return { columns: 2, width: 480, height: 280 };
  return { columns: 3, width: 400, height: 240 };
}

const PADDING = 16;
const GAP = 20;
const LINE = 20;
/** Mean width of a character of 12 pixels, generous: fonts differ. */
const CHARACTER = 7.2;

/**
 * A figure as a document of its own: `role="img"` with title and description, nothing loaded from
 * elsewhere, text as text, light or dark as the reader prefers.
 *
 * @param theme `light` and `dark` fix the colours, as for a raster
 */
export function figureSvg(figure: Figure, theme: Theme = "auto"): string {
  const { title, description, plots, notes = [] } = figure;
  const { columns, width, height } = layoutOf(plots.length);
  const total = 2 * PADDING + columns * width + (columns - 1) * GAP;
  const legend = legendRows(figure, total - 2 * PADDING);
  const top = PADDING + 28 + legend.length * LINE + (legend.length > 0 ? 6 : 0);
  const rows = Math.ceil(plots.length / columns);
  const drawn = plots.map((plot, i) => {
    const x = PADDING + (i % columns) * (width + GAP);
    const y = top + Math.floor(i / columns) * (height + GAP);
    return drawPlot(plot, { x, y, width, height, id: `clip${i}` });
  });
  const cut = drawn.filter(({ cut }) => cut).length;
  const said = [
    ...notes,
    ...(cut > 0 ? [`${counted(cut, "plot")} with intervals that reach beyond the frame`] : []),
  ];
  const bottom = top + rows * height + Math.max(0, rows - 1) * GAP;
  const end = bottom + said.length * LINE + PADDING;
  const body = [
    element("rect", { width: total, height: end, class: "p" }),
    element(
      "text",
      { x: PADDING, y: PADDING + 16, class: "t h1" },
      escapeMarkup(shorten(title, Math.floor(total / 9.5))),
    ),
    ...legend.flatMap((entries, row) =>
      entries.map(({ x, ...entry }) =>
        legendEntry(entry, PADDING + x, PADDING + 28 + row * LINE + 12),
      ),
    ),
    ...drawn.map(({ markup }) => markup),
    ...said.map((note, i) =>
      element(
        "text",
        { x: PADDING, y: bottom + LINE * (i + 1) - 4, class: "f" },
        escapeMarkup(note),
      ),
    ),
  ];
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${total} ${end}`,
      width: total,
      height: end,
      role: "img",
      "aria-label": title,
      style: "max-width:100%;height:auto",
    },
    `\n<title>${escapeMarkup(title)}</title>\n<desc>${escapeMarkup(description)}</desc>\n<style>${styleOf(theme)}</style>\n${body.join("\n")}\n`,
  )}\n`;
}

interface LegendEntry {
  readonly label: string;
  readonly mark: Mark;
}

/** The labels of all marks, each once, in rows no wider than the picture. */
function legendRows({ plots }: Figure, width: number): (LegendEntry & { x: number })[][] {
  const entries = new Map<string, LegendEntry>();
  for (const mark of plots.flatMap(({ marks }) => marks)) {
    if (mark.label !== undefined && !entries.has(mark.label)) {
      entries.set(mark.label, { label: shorten(mark.label, 40), mark });
    }
  }
  const rows: (LegendEntry & { x: number })[][] = [];
  let x = width;
  for (const entry of entries.values()) {
    const wide = 46 + Array.from(entry.label).length * CHARACTER;
    if (x + wide > width) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ ...entry, x });
    x += wide;
  }
  return rows;
}

function legendEntry({ label, mark }: LegendEntry, x: number, y: number): string {
  const ink = inkClass(mark.ink);
  const swatch =
    mark.kind === "band" || mark.kind === "bars"
      ? element("rect", {
          ...{ x, y: y - 9, width: 22, height: 10, class: `a ${ink}` },
          "fill-opacity": mark.kind === "band" ? mark.opacity : undefined,
        })
      : mark.kind === "dots"
        ? element("circle", { cx: x + 11, cy: y - 4, r: 3, class: `a ${ink}` })
        : element("line", {
            ...{ x1: x, x2: x + 22, y1: y - 4, y2: y - 4, class: `l ${ink}` },
            "stroke-dasharray": dashOf(mark),
          });
  return `${swatch}${element("text", { x: x + 28, y, class: "t" }, escapeMarkup(label))}`;
}

/** Models beyond the first are dashed, each in its way; what stands in the background is dotted. */
export function dashOf({ kind, ink }: Mark): string | undefined {
  if (kind === "at" || kind === "level") return "3 3";
  return typeof ink === "number" ? DASHES[ink % DASHES.length] : undefined;
}

const INKS: readonly Ink[] = ["history", "muted", ...LIGHT.models.keys()];

function styleOf(theme: Theme): string {
  const shape =
    "text{font:12px system-ui,'DejaVu Sans',Verdana,sans-serif}.h1{font-size:16px;font-weight:600}.h2{font-size:13px;font-weight:600}.n{font-size:11px}.l{fill:none;stroke-width:1.6;stroke-linejoin:round}.g{stroke-width:1}.e{text-anchor:end}.c{text-anchor:middle}";
  const dark = colorsOf(DARK);
  if (theme === "dark") return shape + dark;
  const light = shape + colorsOf(LIGHT);
  return theme === "light"
    ? light
    : `${light}@media screen and (prefers-color-scheme:dark){${dark}}`;
}

function colorsOf(palette: Palette): string {
  const inks = INKS.map((ink) => {
    const color = colorOf(ink, palette);
    return `.l.${inkClass(ink)}{stroke:${color}}.a.${inkClass(ink)}{fill:${color}}`;
  }).join("");
  return `.p{fill:${palette.paper}}.t{fill:${palette.text}}.f{fill:${palette.faint}}.g{stroke:${palette.grid}}${inks}`;
}
