import { undefinedMetrics } from "../text/undefined-metrics.js";
import { type BenchmarkReport, benchmarkRows } from "./report.js";

/** One document, schema `foretell/benchmark@1`. What is not known is null, `undefined` says why of ours. */
export function benchmarkJson(report: BenchmarkReport): string {
  const { version, competition, seed, periods, published, failures, models } = report;
  const document = {
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
  // JSON.stringify writes NaN and infinities as null.
  return `${JSON.stringify(document, null, 2)}\n`;
}
