import { jsonFault } from "../../data/format/json-error.js";
import { DataError, type SourceLocation } from "../../errors.js";
import type { Standing } from "./competitions.js";

/** Published results, and where they were published. */
export interface Published {
  readonly source: string;
  readonly methods: readonly { readonly method: string; readonly standings: readonly Standing[] }[];
}

/** Series of the M4 competition by period. */
const M4_COUNTS = {
  yearly: 23_000,
  quarterly: 24_000,
  monthly: 48_000,
  weekly: 359,
  daily: 4_227,
  hourly: 414,
};

/** sMAPE, MASE and OWA over all series, then the OWA of each period as in {@link M4_COUNTS}. */
const M4: readonly (readonly [string, ...number[]])[] = [
  ["ES-RNN (Smyl)", 11.374, 1.536, 0.821, 0.778, 0.847, 0.836, 0.851, 1.046, 0.44],
  ["FFORMA", 11.72, 1.551, 0.838, 0.799, 0.847, 0.858, 0.796, 1.019, 0.484],
  ["ProLogistica", 11.845, 1.547, 0.841, 0.82, 0.855, 0.867, 0.766, 0.806, 0.444],
  ["Theta", 12.309, 1.696, 0.897, 0.872, 0.917, 0.907, 0.971, 0.999, 1.006],
  ["Damped", 12.661, 1.683, 0.907, 0.89, 0.893, 0.924, 0.917, 0.997, 1.141],
  ["Naive2", 13.564, 1.912, 1, 1, 1, 1, 1, 1, 1],
  ["RNN (organisers)", 21.152, 2.685, 1.482, 1.308, 1.508, 1.587, 1.755, 1.93, 1.036],
  ["MLP (organisers)", 21.653, 3.225, 1.642],
];

/** @see the competition's own table, "Evaluation and Ranks.xlsx" of Mcompetitions/M4-methods */
export const m4Published: Published = {
  source: "Evaluation and Ranks of the M4 competition, Mcompetitions/M4-methods",
  methods: M4.map(([method, smape, mase, owa, ...periods]) => ({
    method,
    standings: [
      ...Object.entries(M4_COUNTS).flatMap(([period, n], k) =>
        periods[k] === undefined
          ? []
          : [{ period, n, smape: Number.NaN, mase: Number.NaN, owa: periods[k] }],
      ),
      { period: "all", n: 100_000, smape: smape, mase: mase, owa: owa },
    ],
  })),
};

/**
 * Reads published figures: a list of `{ period, n, method, smape, mase, owa }`.
 *
 * @throws DataError for anything else
 */
export function parsePublished(text: string, file: string): Published {
  const broken = (what: string, location: SourceLocation = { file }) =>
    new DataError(`not a table of published methods: ${what}`, {
      hint: "It is a JSON list of { period, n, method, smape, mase, owa }.",
      location,
    });
  const fault = jsonFault(new TextEncoder().encode(text), file);
  if (fault) throw broken(`not JSON: ${fault.reason}`, fault.location);
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows)) throw broken("it must be a list");
  const methods = new Map<string, Standing[]>();
  rows.forEach((row: Record<string, unknown> | null, i) => {
    const number = (name: string) => {
      const value = row?.[name];
      if (typeof value === "number") return value;
      throw broken(`"${name}" of entry ${i + 1} must be a number`);
    };
    // Not every method forecast every period.
    const score = (name: string) => {
      const value = row?.[name];
      return value === undefined || value === null || value === "NA" ? Number.NaN : number(name);
    };
    const name = (key: string) => {
      const value = row?.[key];
      if (typeof value === "string") return value;
      throw broken(`"${key}" of entry ${i + 1} must be a text`);
    };
    const method = name("method");
    const standing: Standing = {
      period: name("period").toLowerCase(),
      n: number("n"),
      smape: score("smape"),
      mase: score("mase"),
      owa: score("owa"),
    };
    methods.set(method, [...(methods.get(method) ?? []), standing]);
  });
  return {
    source: file,
    methods: Array.from(methods, ([method, standings]) => ({ method, standings })),
  };
}
