import { testResiduals } from "../../analysis/residual-diagnostics.js";
import type { ForecastReport } from "../forecast/report.js";
import { tableHtml } from "../page/table.js";
import { tableOfRows } from "../tables/table.js";

/** Tests of the residuals of the first series, a row a model that has them; nothing where none has. */
export function residualTable({ models, panel }: ForecastReport): string | undefined {
  const rows = models.flatMap(({ label, diagnostics }) => {
    const one = diagnostics?.[0];
    const tested = one && testResiduals(one.residuals, one.coefficients.length, panel.season);
    if (!one || !tested) return [];
    return [
      [
        label,
        one.description,
        tested.lags,
        probability(tested.ljungBox.p),
        probability(tested.jarqueBera.p),
      ],
    ];
  });
  if (rows.length === 0) return undefined;
  const header = ["model", "form", "lags", "Ljung-Box p", "Jarque-Bera p"];
  return tableHtml(`Tests of the residuals of ${panel.series[0].id}`, tableOfRows(header, rows));
}

/** A probability as people read it; one that is next to nothing in words. */
function probability(p: number): string {
  return p < 0.0001 ? "below 0.0001" : p.toFixed(4);
}
