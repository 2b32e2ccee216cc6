import type { Panel } from "../data/panel/from-table.js";
import { stampsAhead } from "../data/panel/future-index.js";
import { concatenate } from "../data/panel/series.js";
import type { Columns, NumberColumn } from "../data/table/columns.js";
import { UsageError } from "../errors.js";
import { specError } from "../spec/grammar.js";
import { firstFew } from "../wording.js";
import { exogenousColumns } from "./exogenous.js";
import type { FeatureColumn, FeatureData, Misfit } from "./feature.js";
import { createFeature } from "./index.js";

/** The features of one series, a row an observation and step ahead. */
export interface SeriesFeatures {
  readonly id: string;
  readonly ds: Float64Array;
  /** NaN ahead. */
  readonly y: Float64Array;
  readonly columns: readonly FeatureColumn[];
}

/**
 * The features of each series, in the order of the specs. No row's features depend on the observation
 * of that row or on later ones; what a row cannot know is NaN.
 *
 * @example
 * const [{ columns }] = featuresBySeries(panel, ["diff:12"], { warn: console.warn });
 * columns[0].values.length === panel.series[0].y.length; // true
 *
 * @param panel   what they are of
 * @param specs   such as `lag:1,12` and `calendar:month`
 * @param options `horizon`, rows ahead after the observations; `warn`, which hears of series that are too
 *   short for a feature, and of features that take long; `threads`, 1 by default, on which no result depends
 * @throws UsageError for wrong specs, those that fit no series, and two that name the same column
 * @throws RangeError unless the horizon is a whole number ≥ 0
 */
export function featuresBySeries(
  { series, frequency, season, zone }: Panel,
  specs: readonly string[],
  {
    horizon = 0,
    warn,
    threads,
  }: { horizon?: number; warn: (message: string) => void; threads?: number },
): SeriesFeatures[] {
  if (!(Number.isSafeInteger(horizon) && horizon >= 0)) {
    throw new RangeError(`the horizon must be a whole number ≥ 0, got ${horizon}`);
  }
  requireFitting({ series, frequency, season }, specs);
  const features = specs.map((spec) => ({ spec, feature: createFeature(spec) }));
  const data = series.map(
    (one): FeatureData => ({
      y: one.y,
      ds: concatenate(one.ds, stampsAhead(one, frequency, horizon)),
      frequency,
      season,
      zone,
      threads,
    }),
  );
  for (const { spec, feature } of features) {
    const short = series.filter((_, s) => feature.misfit(data[s]));
    if (short.length > 0) {
      warn(`${spec} is empty for series that are too short for it: ${namesOf(short)}`);
    }
  }
  for (const { spec, feature } of features) {
    const notice = feature.notice?.(data);
    if (notice !== undefined) warn(`${spec} ${notice}`);
  }
  return series.map(({ id, y }, s) => {
    const columns = features.flatMap(({ feature }) => feature.columns(data[s]));
    const names = columns.map(({ name }) => name);
    const twice = names.find((name, c) => names.indexOf(name) !== c);
    if (twice !== undefined) {
      throw new UsageError(`two features are called ${twice}`, "Name each feature once.");
    }
    const { ds } = data[s];
    const none = new Float64Array(horizon).fill(Number.NaN);
    return { id, ds, y: concatenate(y, none), columns };
  });
}

type Measured = Pick<Panel, "series" | "frequency" | "season">;

/** The first spec that no series of a panel is long enough for, and why. */
export function firstMisfit(
  { series, frequency, season }: Measured,
  specs: readonly string[],
): { readonly spec: string; readonly misfit: Misfit } | undefined {
  const longest = series.reduce((a, b) => (b.y.length > a.y.length ? b : a));
  for (const spec of specs) {
    const misfit = createFeature(spec).misfit({ ...longest, frequency, season });
    if (misfit) return { spec, misfit };
  }
  return undefined;
}

/** @throws UsageError for a wrong spec, or one that fits no series */
export function requireFitting(panel: Measured, specs: readonly string[]): void {
  const first = firstMisfit(panel, specs);
  if (!first) return;
  const { spec, misfit } = first;
  throw specError(spec, { text: spec, column: 1 }, `${spec}: ${misfit.message}`, misfit.hint);
}

/** Columns that every feature table has. */
const KEY_COLUMNS = ["unique_id", "ds", "y"];

/**
 * What {@link featuresBySeries} gives, after the exogenous columns of each series by their own names: the
 * rows of a model of `y` for other tools. A past column has in each row what was recorded then; only a
 * column known ahead has values in rows ahead, as far as it is known.
 *
 * In a panel with gaps, no row shows later values if it was read with `missing: "ffill"` and
 * `keepPastMissing`.
 *
 * @example
 * const [{ ds, columns }] = featureTables(panel, ["lag:1"], { warn: console.warn });
 * columns.map(({ name }) => name); // ["y_lag_1"]
 *
 * @throws UsageError as {@link featuresBySeries}, and for an exogenous column that is called like another one
 */
export function featureTables(
  panel: Panel,
  specs: readonly string[],
  options: { horizon?: number; warn: (message: string) => void; threads?: number },
): SeriesFeatures[] {
  const { horizon = 0, warn } = options;
  for (const name of panel.series[0]?.future?.keys() ?? []) {
    const short = panel.series.filter(
      ({ y, future }) => future!.get(name)!.length < y.length + horizon,
    );
    if (short.length > 0) {
      warn(
        `column ${name} is not known ${horizon} rows ahead and is empty beyond: ${namesOf(short)}`,
      );
    }
  }
  return featuresBySeries(panel, specs, options).map((table, s) => {
    const exogenous = exogenousColumns(panel.series[s], table.ds.length);
    const taken = [...KEY_COLUMNS, ...table.columns.map(({ name }) => name)];
    const same = exogenous.find(({ name }) => taken.includes(name));
    if (same !== undefined) {
      throw new UsageError(
        `two columns of the table are called ${same.name}`,
        "Rename the column of the data.",
      );
    }
    return { ...table, columns: [...exogenous, ...table.columns] };
  });
}

/**
 * The feature table of a panel, `unique_id`, `ds`, `y`, exogenous columns and features: what
 * {@link featureTables} gives, one series after the other.
 *
 * @example
 * const { rows, columns } = features(await readPanel("nottem"), ["lag:1,12"], { horizon: 12 });
 * rows; // 252
 *
 * @throws UsageError, RangeError as {@link featureTables}
 */
export function features(
  panel: Panel,
  specs: readonly string[],
  options: { horizon?: number; warn?: (message: string) => void; threads?: number } = {},
): Pick<Columns, "rows" | "columns"> {
  return joinedFeatures(panel, featureTables(panel, specs, { warn: () => {}, ...options }));
}

/** The tables of all series one after the other, under `unique_id`, `ds`, `y` and what their columns are called. */
export function joinedFeatures(
  { frequency }: Pick<Panel, "frequency">,
  tables: readonly SeriesFeatures[],
): Pick<Columns, "rows" | "columns"> {
  const rows = tables.reduce((sum, { ds }) => sum + ds.length, 0);
  const number = (name: string, of: (table: SeriesFeatures) => Float64Array): NumberColumn => {
    const values = new Float64Array(rows);
    let at = 0;
    for (const table of tables) {
      values.set(of(table), at);
      at += table.ds.length;
    }
    return { name, kind: "number", values };
  };
  const codes = new Int32Array(rows);
  let first = 0;
  tables.forEach(({ ds }, s) => {
    codes.fill(s, first, first + ds.length);
    first += ds.length;
  });
  const ds = number("ds", (table) => table.ds);
  return {
    rows,
    columns: [
      {
        name: "unique_id",
        kind: "text",
        codes,
        labels: { size: tables.length, text: (code) => tables[code].id },
      },
      frequency.unit === "index" ? ds : { ...ds, kind: "time" },
      number("y", (table) => table.y),
      ...(tables[0]?.columns ?? []).map(({ name }, c) =>
        number(name, (table) => table.columns[c].values),
      ),
    ],
  };
}

function namesOf(some: readonly { readonly id: string }[]): string {
  return firstFew(some.map(({ id }) => id));
}
