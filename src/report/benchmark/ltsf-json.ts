import type { LongHorizonReport } from "./ltsf.js";

/** One document, schema `foretell/benchmark-ltsf@1`. */
export function longHorizonJson(report: LongHorizonReport): string {
  const { models, published, failures, ...about } = report;
  const document = {
    schema: "foretell/benchmark-ltsf@1",
    ...about,
    models: models.map(({ label, spec, scores }) => ({ model: label, spec, scores })),
    published: published.map(({ scores, ...method }) => ({
      ...method,
      scores: Array.from(scores, ([horizon, score]) => ({ horizon, ...score })),
    })),
    failures,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
