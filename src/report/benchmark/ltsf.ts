import type { LongHorizonScore, Split } from "../../evaluation/benchmark/long-horizon.js";
import type { PublishedLongHorizon } from "../../evaluation/benchmark/published-ltsf.js";
import { csvRow } from "../text/csv.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { printable } from "../text/printable.js";
import type { longHorizonSchema } from "./schema.js";

/** Everything `foretell benchmark ltsf` has to say, before it becomes a table, CSV, JSON or Markdown. */
export interface LongHorizonReport {
  readonly version: string;
  readonly source: string;
  readonly seed: number;
  readonly split: Split;
  readonly series: number;
  readonly horizons: readonly number[];
  /** Processors there were. */
  readonly threads: number;
  readonly models: readonly ModelScores[];
  readonly published: readonly PublishedLongHorizon[];
  readonly failures: readonly { readonly model: string; readonly message: string }[];
}

export interface ModelScores {
  readonly label: string;
  /** With every option that the protocol set. */
  readonly spec: string;
  /** One score for each finished horizon, with the seconds its fit and forecast took. */
  readonly scores: readonly (LongHorizonScore & { readonly seconds: number })[];
}

export interface LongHorizonRow {
  readonly method: string;
  readonly by: "foretell" | "published";
  /** In the order of the report's horizons; undefined where there is none. */
  readonly scores: readonly ({ readonly mse: number; readonly mae: number } | undefined)[];
  /** Seconds over all horizons; known for our own models only. */
  readonly seconds?: number;
}

/** Ours and others, the best first: by the mean squared error over the horizons. */
export function longHorizonRows({
  models,
  published,
  horizons,
}: LongHorizonReport): LongHorizonRow[] {
  const rows: LongHorizonRow[] = [
    ...models.map(({ label, scores }) => ({
      method: label,
      by: "foretell" as const,
      scores: horizons.map((horizon) => scores.find((score) => score.horizon === horizon)),
      seconds: scores.reduce((sum, { seconds }) => sum + seconds, 0),
    })),
    ...published.map(({ method, context, scores }) => ({
      method: context > 1 ? `${method}, ${context}` : method,
      by: "published" as const,
      scores: horizons.map((horizon) => scores.get(horizon)),
    })),
  ].filter(({ scores }) => scores.some((score) => score !== undefined));
  // Methods with missing horizons cannot be compared: they come last.
  const key = ({ scores }: LongHorizonRow) =>
    scores.reduce((sum, score) => sum + (score?.mse ?? 1e9), 0);
  return rows.sort((a, b) => key(a) - key(b));
}

/** A title: the data and how they are split. */
export function longHorizonTitle({ source, series, split }: LongHorizonReport): string {
  const { training, validation, test } = split;
  return `${printable(source)}: ${series} series, ${training} + ${validation} rows to learn from, ${test} to be tested on`;
}

/** How they came about. */
export function longHorizonNotes(report: LongHorizonReport): string[] {
  const { seed, version, threads, published, models } = report;
  const sources = [...new Set(published.map(({ source }) => source))];
  return [
    "MSE and MAE on values standardised by the training part, over every window of the test part.",
    ...models.filter(({ label, spec }) => label !== spec).map(({ spec }) => spec),
    `foretell ${version}, seed ${seed}, time on ${threads} processors.`,
    ...(sources.length > 0
      ? [`Published, with the steps of their input window: ${sources.join("; ")}.`]
      : []),
  ];
}

/** `method,by,horizon,mse,mae,seconds`, a row a method and horizon; time of ours only. */
export function longHorizonCsv(report: LongHorizonReport, safe = false): string {
  const { horizons, models } = report;
  return [
    csvRow(["method", "by", "horizon", "mse", "mae", "seconds"]),
    ...longHorizonRows(report).flatMap(({ method, by, scores }) =>
      horizons.flatMap((horizon, i) => {
        const score = scores[i];
        if (score === undefined) return [];
        const mine = models.find(({ label }) => by === "foretell" && label === method);
        const seconds = mine?.scores.find((one) => one.horizon === horizon)?.seconds ?? "";
        return [csvRow([method, by, horizon, score.mse, score.mae, seconds], safe)];
      }),
    ),
  ].join("");
}

/** One document, schema `foretell/benchmark-ltsf@1`. */
export function longHorizonJson(report: LongHorizonReport): string {
  const { models, published, failures, ...about } = report;
  const document: DocumentOf<typeof longHorizonSchema> = {
    schema: "foretell/benchmark-ltsf@1",
    ...about,
    models: models.map(({ label, spec, scores }) => ({ model: label, spec, scores })),
    published: published.map(({ scores, ...method }) => ({
      ...method,
      scores: Array.from(scores, ([horizon, score]) => ({ horizon, ...score })),
    })),
    failures,
  };
  return `${toJson(document, 2)}\n`;
}
