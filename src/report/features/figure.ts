import type { Panel } from "../../data/panel/from-table.js";
import type { SeriesFeatures } from "../../features/table.js";
import { counted } from "../../wording.js";
import type { Figure, Mark, Plot } from "../pictures/figure.js";
import { LIGHT } from "../pictures/palette.js";
import { axesOf, MAX_PLOTS, thinned } from "../pictures/series-plot.js";
import { sourceName } from "../text/data-summary.js";
import { formatCount } from "../text/format.js";

/** Series whose lines are told apart by colours. */
const MAX_LINES = LIGHT.models.length;

/** The observations over each feature of the first series, a plot a column and a line a series. */
export function featuresFigure(panel: Panel, tables: readonly SeriesFeatures[]): Figure {
  const shown = tables.slice(0, MAX_LINES);
  const several = shown.length > 1;
  const names = tables[0]?.columns.map(({ name }) => name) ?? [];
  const drawn = names.slice(0, MAX_PLOTS - 1);
  const plot = (title: string, of: (table: SeriesFeatures) => Float64Array): Plot => ({
    title,
    ...axesOf(panel),
    marks: shown.flatMap((table, s) => {
      const { at, y } = thinned(table.ds, of(table));
      const ink = several ? s : title === "y" ? "history" : 0;
      const line: Mark = { kind: "line", x: at, y, ink, ...(several && { label: table.id }) };
      return [...aheadOf(panel, table, s), line];
    }),
  });
  const [series, columns] = [tables.length - shown.length, names.length - drawn.length];
  return {
    title: `${sourceName(panel)}: ${counted(names.length, "feature")}`,
    description: `The observations (y) and below them ${names.join(", ")}, by date.`,
    plots: [
      plot("y", ({ y }) => y),
      ...drawn.map((name, c) => plot(name, ({ columns }) => columns[c]!.values)),
    ],
    notes: [
      ...(columns > 0 ? [`and ${counted(columns, "more feature")}`] : []),
      ...(series > 0 ? [`and ${formatCount(series)} more series`] : []),
    ],
  };
}

/** Where the rows ahead of the first series begin; nothing where there are none. */
function aheadOf({ series }: Panel, { ds }: SeriesFeatures, s: number): Mark[] {
  const { length } = series[s]!.y;
  if (s > 0 || ds.length === length) return [];
  return [{ kind: "at", x: ds[length]!, ink: "muted", label: "ahead from here" }];
}
