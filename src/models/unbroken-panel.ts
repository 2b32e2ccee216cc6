import { asGiven, type Unbroken, withoutBreaks } from "../analysis/breaks.js";
import { bridgedGaps } from "../analysis/bridged-gaps.js";
import { seasonsOf, shownSeasons } from "../analysis/several-seasons.js";
import type { Panel, Series } from "../data/panel/panel.js";
import { formatTimes, readableTimes } from "../data/time/timestamp.js";

/** A panel whose series have no outliers and stand at their last level from the start. */
export interface UnbrokenPanel {
  readonly panel: Panel;
  /** The same with the outliers that were observed. */
  readonly observed: Panel;
  /** How each series was changed, in the panel's order. */
  readonly series: readonly Unbroken[];
}

/** Series whose breaks are listed one by one; of more, their names are listed. */
const MAX_TOLD = 3;
const MAX_LISTED = 5;

/**
 * The panel as a model should learn from it and go on from it: a jump that happened once is nothing to be
 * learned, and a model that repeats it, or extends it as a trend, runs away. Series
 * with irregular dates stay as they are, and so do events that a column known ahead marks: it is there to
 * explain them.
 *
 * @param spare whether a series is to stay as it is, too
 * @param warn  receives what was changed
 */
export function unbrokenPanel(
  panel: Panel,
  {
    shifts = true,
    spare = () => false,
    warn,
  }: {
    readonly shifts?: boolean;
    readonly spare?: (series: Series) => boolean;
    readonly warn?: (message: string) => void;
  } = {},
): UnbrokenPanel {
  const series = panel.series.map((one) =>
    panel.irregular || spare(one) ? asGiven(one.y) : seasonalUnbroken(one, panel, shifts),
  );
  if (series.every(({ breaks }) => breaks.length === 0)) return { panel, observed: panel, series };
  if (warn) tell(panel, series, warn);
  return {
    series,
    panel: { ...panel, series: panel.series.map((one, s) => replaced(one, series[s], "values")) },
    observed: { ...panel, series: panel.series.map((one, s) => replaced(one, series[s], "moved")) },
  };
}

/** What jumps every week is no break of a series of hours, though its season is a day. */
function seasonalUnbroken(one: Series, panel: Panel, shifts: boolean): Unbroken {
  const whole = one.y.some(Number.isNaN) ? bridgedGaps(one.y, panel.season) : one.y;
  const season = (whole && shownSeasons(whole, seasonsOf(panel)).at(-1)) ?? panel.season;
  return withoutBreaks(one.y, season, shifts, isMarked(one));
}

/** Whether a column known ahead that has two values, such as one of closed days, changes at a step. */
function isMarked({ future }: Series): (t: number) => boolean {
  const indicators = [...(future?.values() ?? [])].filter(
    (column) => new Set(column.filter((value) => !Number.isNaN(value))).size === 2,
  );
  return (t) => indicators.some((column) => column[t] !== column[t - 1]);
}

/** The series as it is without its breaks, or without its shifts alone. */
export function replaced(series: Series, unbroken: Unbroken, by: "values" | "moved"): Series {
  if (unbroken.breaks.length === 0) return series;
  const values = unbroken[by];
  const { observed } = series;
  return {
    ...series,
    y: values,
    ...(observed && { observed: observed.map((v, t) => (Number.isNaN(v) ? v : values[t])) }),
  };
}

function tell(panel: Panel, series: readonly Unbroken[], warn: (message: string) => void): void {
  const broken = series.flatMap(({ breaks }, s) => (breaks.length > 0 ? [{ s, breaks }] : []));
  if (broken.length > MAX_TOLD) {
    const ids = broken.slice(0, MAX_LISTED).map(({ s }) => panel.series[s].id);
    const more = broken.length > ids.length ? ` and ${broken.length - ids.length} more` : "";
    warn(
      `${broken.length} series have outliers or level shifts: models learn from them without these (${ids.join(", ")}${more})`,
    );
    return;
  }
  for (const { s, breaks } of broken) {
    const { id, ds, y, observed = y } = panel.series[s];
    // Values that were filled in lead up to an outlier, and are not named as if they had been observed.
    const observedFrom = (t: number) => {
      let at = t;
      while (at < y.length - 1 && Number.isNaN(observed[at])) at++;
      return at;
    };
    const at = (kind: "outlier" | "shift") => {
      const found = breaks.filter((one) => one.kind === kind);
      const places = [...new Set(found.map(({ at }) => observedFrom(at)))];
      if (panel.frequency.unit === "index") return places.map((t) => `row ${t + 1}`);
      return readableTimes(formatTimes(places.map((t) => ds[t])));
    };
    const [outliers, shifts] = [at("outlier"), at("shift")];
    if (shifts.length > 0) {
      warn(
        `series "${id}": the level shifts at ${shifts.join(", ")}; models learn from earlier values moved to the new level`,
      );
    }
    if (outliers.length > 0) {
      warn(
        `series "${id}": outlier at ${outliers.join(", ")}; models learn from the series without it`,
      );
    }
  }
}
