import type { Panel, Series } from "../../data/panel/from-table.js";
import { observations } from "../../data/panel/observations.js";
import { DataError } from "../../errors.js";
import { firstFew } from "../../wording.js";

/** A series that is the sum of others, or one of those that are observed. */
export interface HierarchyNode {
  readonly id: string;
  /** Places of the nodes that it is the sum of, among all; none at the bottom. */
  readonly children: readonly number[];
}

/** A panel with the sums of its series, and which is the sum of which. */
export interface Hierarchy {
  /** The total first, level by level, the observed series last. */
  readonly nodes: readonly HierarchyNode[];
  /** One series a node. */
  readonly panel: Panel;
}

const TOTAL = "total";

/**
 * The sums of a panel's series by their names: `north/Berlin` is part of `north`, and that of `total`. A
 * series that begins later than others counts as 0 before.
 *
 * @param columns of which the names are made, the highest level first
 * @throws DataError for series that end before others, names that have a part too few or too many, one
 *   series alone, and irregular dates
 */
export function hierarchyOf(panel: Panel, columns: readonly string[]): Hierarchy {
  const { series, source, irregular } = panel;
  const fail = (message: string, hint: string) =>
    new DataError(message, { hint, location: { file: source } });
  if (irregular) throw fail("irregular dates cannot be added up", "Name the frequency by --freq.");
  if (series.length < 2) throw fail("one series has nothing to add up", "Leave --hierarchy out.");
  const paths = series.map(({ id }) => id.split("/"));
  const odd = paths.findIndex((path) => path.length !== columns.length);
  if (odd >= 0) {
    throw fail(
      `series "${series[odd].id}" has ${paths[odd].length} names for ${columns.length} levels (${columns.join(", ")})`,
      "No cell of these columns may be empty or hold a slash.",
    );
  }
  const end = series.reduce((last, { ds }) => Math.max(last, ds[ds.length - 1]), -Infinity);
  const early = series.filter(({ ds }) => ds[ds.length - 1] < end);
  if (early.length > 0) {
    throw fail(
      `${early.length} of ${series.length} series end before the others, so sums cannot be formed: ${firstFew(early.map(({ id }) => id))}`,
      "Leave them out by --where, end all by --until, or add rows with 0.",
    );
  }
  // Names of the sums by level, in order of first appearance; those of a level before the last are no series.
  const levels = columns.map((_, depth) => [
    ...new Set(paths.map((path) => path.slice(0, depth).join("/"))),
  ]);
  const names = [...levels.flat(), ...series.map(({ id }) => id)];
  const places = new Map(names.map((name, place) => [name, place]));
  const root = places.has(TOTAL) ? `(${TOTAL})` : TOTAL;
  const children = names.map((): number[] => []);
  names.forEach((name, place) => {
    if (place === 0) return;
    const parent = name.split("/").slice(0, -1).join("/");
    children[places.get(parent)!].push(place);
  });
  const sums = names.length - series.length;
  const all: Series[] = [...Array.from({ length: sums }, () => series[0]), ...series];
  for (let place = sums - 1; place >= 0; place--) {
    all[place] = sumOf(
      place === 0 ? root : names[place],
      children[place].map((child) => all[child]),
    );
  }
  const nodes = all.map(({ id }, place) => ({ id, children: children[place] }));
  const { reading } = panel;
  // Rows of sums are none that the table lacks.
  const added = observationsOf(all) - observationsOf(series);
  return {
    nodes,
    panel: {
      ...panel,
      series: all,
      ...(reading && { reading: { ...reading, rows: reading.rows + added } }),
    },
  };
}

/** The sum of series on one grid that end together; NaN where one of them is. */
function sumOf(id: string, parts: readonly Series[]): Series {
  const longest = parts.reduce((a, b) => (b.ds.length > a.ds.length ? b : a));
  const n = longest.ds.length;
  const add = (values: (part: Series) => Float64Array) => {
    const sum = new Float64Array(n);
    for (const part of parts) {
      const own = values(part);
      const shift = n - own.length;
      for (let t = 0; t < own.length; t++) sum[shift + t] += own[t];
    }
    return sum;
  };
  const observed = add(observations);
  return {
    id,
    ds: longest.ds,
    y: add(({ y }) => y),
    ...(observed.some(Number.isNaN) && { observed }),
  };
}

function observationsOf(series: readonly Series[]): number {
  return series.reduce((sum, { y }) => sum + y.length, 0);
}
