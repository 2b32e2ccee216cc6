import { testResiduals } from "../../analysis/residual-diagnostics.js";
import type { TestResult } from "../../analysis/residual-tests.js";
import { autocorrelation } from "../../analysis/seasonal-indices.js";
import type { Diagnostics } from "../../models/model.js";
import { counted } from "../../wording.js";
import { type Appearance, paint } from "../text/appearance.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";

const BAR_WIDTH = 20;

/**
 * The estimates of a series, tests of its residuals, and their
 * autocorrelations as bars, with a star beyond ±1.96/√n.
 */
export function diagnosticsReport(
  label: string,
  { id, description, coefficients, measures, residuals }: Diagnostics,
  season: number,
  appearance: Appearance,
): string {
  const chalk = paint(appearance);
  const digits = (value: number) => formatNumber(value, decimalsFor([value], 4), appearance.plain);
  const parts = [`${chalk.bold(`${label} of ${printable(id)}`)}: ${printable(description)}`];
  if (coefficients.length > 0) {
    parts.push(
      table(
        [
          { title: "coefficient" },
          { title: "value", align: "right" },
          { title: "standard error", align: "right" },
        ],
        coefficients.map(({ name, value, error }) => [
          printable(name),
          digits(value),
          digits(error),
        ]),
        appearance,
      ),
    );
  }
  const known = measures.filter(({ value }) => Number.isFinite(value));
  parts.push(known.map(({ name, value }) => `${name} ${digits(value)}`).join(", "));
  const tested = testResiduals(residuals, coefficients.length, season);
  if (tested) {
    const { residuals: left, lags, ljungBox: portmanteau, jarqueBera: normality } = tested;
    const verdict = ({ statistic, degrees, p }: TestResult) =>
      `${digits(statistic)}, ${counted(degrees, "degree")} of freedom, p = ${formatNumber(p, 3, appearance.plain)}`;
    parts.push(
      `residuals: Ljung-Box ${verdict(portmanteau)}${portmanteau.p < 0.05 ? " (not all is explained)" : ""}`,
      `           Jarque-Bera ${verdict(normality)}${normality.p < 0.05 ? " (not normal: mind the intervals)" : ""}`,
      bars(autocorrelation(left, lags), 1.96 / Math.sqrt(left.length), appearance),
    );
  }
  return parts.filter((part) => part !== "").join("\n");
}

/** One line a lag, to the left of the middle where it is negative. */
function bars(r: Float64Array, bound: number, { plain }: Appearance): string {
  const [full, middle] = plain ? ["#", "|"] : ["█", "│"];
  return Array.from(r.subarray(1), (value, i) => {
    const bar = full.repeat(Math.round(Math.abs(value) * BAR_WIDTH));
    const sides =
      value < 0 ? `${bar.padStart(BAR_WIDTH)}${middle}` : `${" ".repeat(BAR_WIDTH)}${middle}${bar}`;
    const lag = `lag ${String(i + 1).padStart(2)}  ${formatNumber(value, 2).padStart(5)}`;
    return `${lag}  ${sides}${Math.abs(value) > bound ? " *" : ""}`;
  }).join("\n");
}
