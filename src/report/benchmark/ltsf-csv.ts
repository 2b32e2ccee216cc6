import { csvRow } from "../text/csv.js";
import { type LongHorizonReport, longHorizonRows } from "./ltsf.js";

/** `method,by,horizon,mse,mae,seconds`, a row a method and horizon; time of ours only. */
export function longHorizonCsv(report: LongHorizonReport): string {
  const { horizons, models } = report;
  return [
    csvRow(["method", "by", "horizon", "mse", "mae", "seconds"]),
    ...longHorizonRows(report).flatMap(({ method, by, scores }) =>
      horizons.flatMap((horizon, i) => {
        const score = scores[i];
        if (score === undefined) return [];
        const mine = models.find(({ label }) => by === "foretell" && label === method);
        const seconds = mine?.scores.find((one) => one.horizon === horizon)?.seconds ?? "";
        return [csvRow([method, by, horizon, score.mse, score.mae, seconds])];
      }),
    ),
  ].join("");
}
