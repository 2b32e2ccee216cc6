import { Option } from "commander";
import { UsageError } from "../../errors.js";
import { METRICS, type Metric } from "../../report/text/metric-columns.js";
import { suggestion } from "../../suggest.js";

/** For commands that score forecasts. */
export function metricsOption(): Option {
  return new Option("--metrics <names>", "metrics to show, such as mase,rmse,coverage").argParser(
    (text) => [...new Set(text.split(",").map(metric))],
  );
}

/** @param otherwise what ranks without `--metrics` and `--rank` */
export function rankOption(otherwise: string): Option {
  return new Option(
    "--rank <metric>",
    `metric that ranks the models (default: the first of --metrics, else ${otherwise})`,
  ).argParser(metric);
}

function metric(text: string): Metric {
  const names = Object.keys(METRICS);
  const name = text.trim().toLowerCase();
  if (names.includes(name)) return name as Metric;
  throw new UsageError(
    `there is no metric "${text.trim()}"`,
    suggestion(name, names) ?? `The metrics are ${names.join(", ")}.`,
  );
}
