import { UsageError } from "../../errors.js";
import type { OptionValues } from "../../spec/options.js";

/** Longest season that has a seasonal part. */
export const MAX_SEASON = 350;

export const options = {
  order: {
    type: "integers",
    default: [],
    min: 0,
    max: 20,
    length: 3,
    summary: "p-d-q; found by AICc when not given",
  },
  season: {
    type: "integers",
    default: [],
    min: 0,
    max: 5,
    length: 3,
    summary: "P-D-Q of the seasonal part; 0-0-0 when only the order is given",
  },
  drift: {
    type: "choice",
    default: "auto",
    choices: ["auto", "true", "false"],
    summary:
      "a mean, or a drift of the differenced series (auto: by AICc; a mean with a given order)",
  },
  search: {
    type: "choice",
    default: "stepwise",
    choices: ["stepwise", "full"],
    summary: "how the order is found: from neighbour to neighbour, or by fitting all",
  },
  "seasonal-test": {
    type: "choice",
    default: "strength",
    choices: ["strength", "ocsb"],
    summary: "what decides on a seasonal difference: the strength of the season, or the OCSB test",
  },
  "stl-degree": {
    type: "integer",
    default: 0,
    min: 0,
    max: 1,
    summary: "degree of the smoothing that the strength of the season is measured by; 0 as in R",
  },
  boxcox: {
    type: "number",
    default: 1,
    min: -1,
    max: 2,
    words: { auto: Number.NaN },
    summary:
      "exponent of a Box-Cox transformation: 0 is the logarithm, 1 none, auto what keeps the spread even (Guerrero)",
  },
} as const;

export type ArimaOptions = OptionValues<typeof options>;

/** @throws UsageError for orders that cannot be fitted to any series */
export function checkOrder({ order, season }: ArimaOptions): void {
  if (season.length > 0 && order.length === 0) {
    throw new UsageError(
      "arima: a seasonal order needs the order of the other part too",
      "Write both, arima:order=0-1-1,season=0-1-1, or neither, to have both found.",
    );
  }
  if ((order[1] ?? 0) > 2 || (season[1] ?? 0) > 1) {
    throw new UsageError(
      "arima: more than 2 differences or 1 seasonal difference are not supported",
      "The middle number of the order is 0, 1 or 2, that of the season 0 or 1.",
    );
  }
}
