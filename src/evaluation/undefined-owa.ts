import { type BacktestScores, owa } from "./backtest.js";
import { causesOf, type Gap } from "./undefined-scores.js";

type Judged = Pick<BacktestScores, "series" | "gaps">;

/**
 * Series that {@link owa} leaves out, or why there is none: sMAPE or MASE are not defined for the model or
 * for Naive2, or Naive2 makes no error.
 *
 * @param ids of the series, in the order of the scores
 */
export function owaGaps(
  ids: readonly string[],
  scores: Judged & Pick<BacktestScores, "forecasts">,
  reference: Judged,
): Gap[] {
  const none = Number.isNaN(owa(scores.series, reference.series));
  const judges = [scores, reference].map(({ series, gaps }) => ({ series, why: causesOf(gaps) }));
  const forecasts = new Map<string, number>();
  for (const { id } of scores.forecasts.flat()) forecasts.set(id, (forecasts.get(id) ?? 0) + 1);
  return ids.flatMap((id, s): Gap[] => {
    const [inherited] = judges.flatMap(({ series, why }) =>
      (["mase", "smape"] as const)
        .filter((metric) => Number.isNaN(series[s][metric]))
        .map((metric) => why(metric, id)),
    );
    const own = none && Number.isNaN(owa([scores.series[s]], [reference.series[s]]));
    const cause = inherited ?? (own ? "reference" : undefined);
    return cause ? [{ metric: "owa", cause, id, forecasts: forecasts.get(id) ?? 0 }] : [];
  });
}
