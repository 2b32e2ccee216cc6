import { DataError, UsageError } from "../../errors.js";
import { freeMeasures } from "../roles/exogenous.js";
import { findRoles } from "../roles/roles.js";
import { observedUntil, rowsBetween } from "../rows/between.js";
import { rowsWhere } from "../rows/index.js";
import { checkReading } from "../source/check-reading.js";
import { displayName } from "../source/errors.js";
import { rejectInfinite } from "../table/column-numbers.js";
import type { Columns } from "../table/columns.js";
import { defaultSeason, indexFrequency } from "../time/frequency.js";
import { parseFrequency } from "../time/frequency-alias.js";
import { inferFrequency } from "../time/infer-frequency.js";
import { rowsByPeriod } from "./aggregate.js";
import { monthsOfBusinessDays, rejectClockChanges } from "./calendar-months.js";
import { cleanSeries } from "./clean-series.js";
import { ExogenousReader, laterRows, plannedColumns } from "./exogenous.js";
import { group } from "./group-by-id.js";
import { irregularFrequency } from "./irregular.js";
import type { Panel, Reading, Series, StaticValue } from "./panel.js";
import type { PanelOptions } from "./panel-options.js";
import type { Dated } from "./rows.js";
import { sortRows } from "./sort-rows.js";

export { observations, withMissing } from "./observations.js";
export type { PanelOptions } from "./panel-options.js";
export { withoutTail } from "./truncate.js";
export type { Panel, Reading, Series, StaticValue };

/**
 * A table as series on a regular index, or on their own dates where these may be irregular: one a value of the id column and target, in order of first
 * appearance.
 *
 * Rows are sorted by date, gaps in the dates become rows, missing values are interpolated, and
 * missing values before the first and after the last observation are dropped; `warn` hears how many.
 * Missing values of exogenous columns are interpolated too, and filled at the ends.
 *
 * @param givenAhead table with rows of the future columns that `given` has not, by the same names
 * @throws UsageError for unknown columns, frequencies and seasons
 * @throws DataError for cells that do not fit, infinite numbers, dates that repeat or stand off the
 *   grid, with file:line
 */
export function panelFromColumns(
  given: Columns,
  options: PanelOptions,
  warn: (message: string) => void,
  givenAhead?: Columns,
): Panel {
  checkReading(options);
  const { season } = options;
  const explicit = options.freq === undefined ? undefined : parseFrequency(options.freq);
  if (given.rows === 0) throw new DataError(`${displayName(given.name)} has no rows`);

  const table = rowsBetween(rowsWhere(given, options.where, true, options), options);
  const ahead = givenAhead && rowsWhere(givenAhead, options.where, false, options);
  const planned = ahead ? plannedColumns([ahead]) : options.planned;
  const roles = findRoles(table, { ...options, planned }, warn);
  const { time, id } = roles;
  const targets = observedUntil(roles.targets, options, time);
  const dated = time?.dated ?? false;
  const { aggregate, missing, keepMissing = false, irregular } = options;
  const data: Dated = {
    table,
    time: time?.column,
    dated,
    idCandidates: roles.idCandidates,
    ...(typeof irregular === "object" && { offGridHint: irregular.hint }),
  };
  if (explicit !== undefined && !dated) {
    throw new UsageError(
      `a frequency (${explicit.alias}) needs a column of dates, and ${displayName(table.name)} has none`,
      "Name it with --time, or leave --freq out.",
    );
  }
  for (const column of [...targets, ...roles.past, ...roles.future]) rejectInfinite(table, column);

  if (aggregate !== undefined && explicit === undefined) {
    throw new UsageError(
      "--aggregate needs the frequency to aggregate to",
      "For example: --freq MS --aggregate sum.",
    );
  }
  // Rows of one stamp lie in one period.
  const duplicates = options.duplicates ?? "error";
  const ordered = sortRows(
    data,
    group(table, id, time?.stamps),
    warn,
    aggregate === undefined ? duplicates : (options.duplicates ?? aggregate),
  );
  const offsets = time?.column.kind === "time" ? time.column.written?.offsets : undefined;
  if (offsets === "all" && options.tz === undefined) rejectClockChanges(data, ordered);
  const series =
    aggregate !== undefined
      ? rowsByPeriod(data, ordered, explicit!, warn)
      : dated && explicit === undefined && irregular !== "always"
        ? monthsOfBusinessDays(data, ordered, warn)
        : ordered;
  const indexes = series.map(({ ds }) => ds);
  const regular = dated
    ? (explicit ??
      inferFrequency(indexes) ??
      (options.knownFreq === undefined ? undefined : parseFrequency(options.knownFreq)))
    : indexFrequency(commonStep(indexes));
  if (regular === undefined) {
    throw new DataError(
      `one row${series.length > 1 ? " in each series" : ""} is not enough to tell the frequency of the dates`,
      { hint: "Name it with --freq, e.g. --freq MS." },
    );
  }
  const own =
    aggregate === undefined
      ? irregularFrequency(
          data,
          series,
          { regular, explicit: explicit !== undefined },
          irregular,
          warn,
        )
      : undefined;
  const frequency = own ?? regular;
  const reader = new ExogenousReader(
    data,
    roles,
    ahead && laterRows(ahead, table, roles, series, warn, options.tz),
    { frequency, irregular: own !== undefined },
    aggregate === undefined ? duplicates : "mean",
    options.keepPastMissing,
  );
  if (own !== undefined && season !== undefined && season > 1) {
    warn(
      `the dates are irregular, so a season of ${season} rows has no fixed length and is ignored`,
    );
  }
  const chosenSeason = season ?? options.knownSeason;
  const length = own === undefined ? (chosenSeason ?? defaultSeason(frequency)) : 1;
  const { series: cleaned, ahead: rowsAhead } = cleanSeries(
    {
      data,
      series,
      targets,
      hasId: id !== undefined,
      frequency,
      irregular: own !== undefined,
      explicit: explicit !== undefined,
      combine: aggregate ?? duplicates,
      season: length,
      missing,
      keepMissing,
      fixed: roles.static,
      plans: once(() => freeMeasures(table, roles)),
    },
    reader,
    warn,
  );
  if (season !== undefined) warnOfLongSeason(length, cleaned, warn);
  return {
    series: cleaned,
    frequency,
    ...(own !== undefined && { irregular: true }),
    season: length,
    ...(time?.zone !== undefined && { zone: time.zone }),
    source: table.name,
    ...(missing !== undefined &&
      missing !== "error" && { filling: { how: missing, season: length } }),
    reading: {
      rows: table.rows,
      ...(rowsAhead > 0 && { ahead: rowsAhead }),
      time: time?.column.name,
      targets: targets.map(({ name }) => name),
      id: id?.name,
      frequencyFrom: explicit !== undefined ? "told" : dated ? "inferred" : "no dates",
      seasonFrom: chosenSeason === undefined ? "frequency" : "told",
      ...(options.tz !== undefined && { tz: options.tz }),
      ...(table.horizon !== undefined && { horizon: table.horizon }),
      ...(table.dialect?.length && { dialect: table.dialect }),
    },
  };
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** The step of an index of whole numbers. */
function commonStep(indexes: readonly Float64Array[]): number {
  let step = 0;
  for (const index of indexes) {
    for (let i = 1; i < index.length; i++) {
      let a = index[i] - index[i - 1];
      while (a !== 0) [step, a] = [a, step % a];
    }
  }
  return step || 1;
}

/** Says that a season that was asked for is too long for every series. */
function warnOfLongSeason(
  season: number,
  series: readonly Series[],
  warn: (message: string) => void,
): void {
  const rows = series.reduce((most, { y }) => Math.max(most, y.length), 0);
  if (season <= 1 || rows >= 2 * season) return;
  const which = series.length === 1 ? `${rows} rows` : `the ${rows} rows of the longest series`;
  warn(
    rows <= season
      ? `${which} are too few for a season of ${season}: models forecast without it`
      : `${which} are less than two seasons of ${season}: models that estimate a season leave it out`,
  );
}
