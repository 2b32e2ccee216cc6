import type { Competition, Period, Standing } from "../../evaluation/benchmark/competitions.js";
import type { Published } from "../../evaluation/benchmark/published-m4.js";
import { csvRow } from "../text/csv.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { type Undefined, undefinedMetrics, undefinedNotes } from "../text/undefined-metrics.js";
import type { benchmarkSchema } from "./schema.js";

/** Everything `foretell benchmark` has to say, before it becomes a table, CSV or JSON. */
export interface BenchmarkReport {
  readonly version: string;
  readonly competition: Competition;
  readonly seed: number;
  /** Periods whose files were found. */
  readonly periods: readonly (Period & { readonly n: number })[];
  readonly models: readonly ModelStandings[];
  readonly published: Published | undefined;
  readonly failures: readonly { readonly model: string; readonly message: string }[];
}

export interface ModelStandings {
  readonly label: string;
  /** In the periods that were finished, and in all when every one was. */
  readonly standings: readonly Standing[];
  /** Series without sMAPE, MASE or OWA; means leave them out. */
  readonly undefined: Undefined;
  /** Time it took to fit and forecast. */
  readonly seconds: number;
}

/** A method's standing by the name of the period. */
export interface BenchmarkRow {
  readonly method: string;
  readonly by: "foretell" | "published";
  readonly standings: ReadonlyMap<string, Standing>;
}

/**
 * Ours and others, the best first: by OWA over all series, or where periods are missing by the mean of
 * those there are.
 */
export function benchmarkRows(report: BenchmarkReport): BenchmarkRow[] {
  const { models, published, periods } = report;
  const shown = new Set([...periods.map(({ name }) => name), ...(isWhole(report) ? ["all"] : [])]);
  const row = (method: string, by: BenchmarkRow["by"], standings: readonly Standing[]) => ({
    method,
    by,
    standings: new Map(
      standings
        .filter(({ period }) => by === "foretell" || shown.has(period))
        .map((standing) => [standing.period, standing]),
    ),
  });
  const rows = [
    ...models.map(({ label, standings }) => row(label, "foretell", standings)),
    ...(published?.methods ?? []).map(({ method, standings }) =>
      row(method, "published", standings),
    ),
  ].filter(({ standings }) => standings.size > 0);
  const measure = ({ standings }: BenchmarkRow) => {
    if (isWhole(report)) return standings.get("all")?.owa ?? Number.POSITIVE_INFINITY;
    const each = periods.map(({ name }) => standings.get(name)?.owa ?? Number.POSITIVE_INFINITY);
    return each.reduce((sum, owa) => sum + owa, 0);
  };
  // Methods without a score come last.
  const key = (one: BenchmarkRow) => {
    const value = measure(one);
    return Number.isFinite(value) ? value : Number.MAX_VALUE;
  };
  return rows.sort((a, b) => key(a) - key(b));
}

/** True when the files of every period of the competition were found. */
export function isWhole({ periods, competition }: BenchmarkReport): boolean {
  return periods.length === competition.periods.length;
}

/** Periods for which published figures are of other series than ours, with the number of both. */
export function otherSeries({ periods, published }: BenchmarkReport) {
  const standings = published?.methods[0]?.standings ?? [];
  return periods.flatMap(({ name, n }) => {
    const theirs = standings.find(({ period }) => period === name)?.n ?? n;
    return theirs === n ? [] : [{ period: name, ours: n, theirs }];
  });
}

/** Why metrics are not defined, and over how many series their means are, in words. */
export function describeUndefined({ models }: BenchmarkReport): string[] {
  return undefinedNotes(
    models.map((model) => model.undefined),
    ["smape", "mase", "owa"],
  );
}

/**
 * `method,by,period,n,smape,mase,owa`, a row a method and period, `all` for all series together; `by`
 * is `foretell` or `published`. With intervals `crps` and a `coverage` of each level follow. What is not
 * known is empty.
 */
export function benchmarkCsv(report: BenchmarkReport, safe = false): string {
  const cell = (value = Number.NaN) => (Number.isNaN(value) ? "" : value);
  const levels = benchmarkLevels(report);
  const more = levels.length > 0 ? ["crps", ...levels.map((level) => `coverage-${level}`)] : [];
  return [
    csvRow(["method", "by", "period", "n", "smape", "mase", "owa", ...more]),
    ...benchmarkRows(report).flatMap(({ method, by, standings }) =>
      Array.from(standings.values(), ({ period, n, smape, mase, owa, intervals }) =>
        csvRow(
          [
            ...[method, by, period, n, cell(smape), cell(mase), cell(owa)],
            ...(levels.length > 0 ? [cell(intervals?.crps)] : []),
            ...levels.map((level) => cell(shareAt(level, intervals))),
          ],
          safe,
        ),
      ),
    ),
  ].join("");
}

/** Levels of the intervals that were judged; none without intervals. */
export function benchmarkLevels({ models }: BenchmarkReport): number[] {
  const judged = models.flatMap(({ standings }) =>
    standings.flatMap(({ intervals }) => intervals ?? []),
  );
  return judged[0]?.coverage.map(({ level }) => level) ?? [];
}

/** The share inside the interval of a level, where it is known. */
export function shareAt(level: number, intervals: Standing["intervals"]): number | undefined {
  return intervals?.coverage.find((one) => one.level === level)?.share;
}

/** One document, schema `foretell/benchmark@1`. What is not known is null, `undefined` says why of ours. */
export function benchmarkJson(report: BenchmarkReport): string {
  const { version, competition, seed, periods, published, failures, models } = report;
  const document: DocumentOf<typeof benchmarkSchema> = {
    schema: "foretell/benchmark@1",
    version,
    competition: competition.name,
    seed,
    periods,
    published: published?.source ?? null,
    methods: benchmarkRows(report).map(({ method, by, standings }) => ({
      method,
      by,
      ...(by === "foretell" && {
        seconds: models.find(({ label }) => label === method)!.seconds,
      }),
      scores: [...standings.values()],
    })),
    undefined: models.flatMap(({ label, undefined: where }) =>
      undefinedMetrics(where)
        .filter(({ metric }) => ["smape", "mase", "owa"].includes(metric))
        .map((one) => ({ method: label, ...one })),
    ),
    failures,
  };
  // JSON writes NaN and infinities as null.
  return `${toJson(document, 2)}\n`;
}
