import type { Column } from "../table/columns.js";
import { readClock } from "../time/parse-date.js";
import { packedClock } from "../time/timestamp.js";
import { hasClockName } from "./date-part.js";

const CLOCK_TIME = /^\d{1,2}([:.])\d{2}(?:\1\d{2}(?:[.,]\d{1,9})?)?(?: ?[AP]\.?M\.?)?$/i;

/**
 * The times of day in a column, in milliseconds from midnight by row, NaN where there is none: texts such
 * as `14:30`, `14.30.00` or `2:30 PM`, and in a column that is called `time` also 1430 or 143000.
 *
 * @returns undefined when the column holds anything else, or nothing
 */
export function clocksOf(column: Column): ((row: number) => number) | undefined {
  if (column.kind === "number") return hasClockName(column) ? packed(column.values) : undefined;
  if (column.kind === "time") return undefined;
  const { codes, labels } = column;
  const clocks = new Float64Array(labels.size).fill(Number.NaN);
  let any = false;
  for (let code = 0; code < clocks.length; code++) {
    const text = labels.text(code);
    if (text === "") continue;
    const found = CLOCK_TIME.exec(text);
    if (found === null) return undefined;
    clocks[code] = readClock(found[1] === "." ? text.replace(/(\d)\.(?=\d)/g, "$1:") : text);
    if (Number.isNaN(clocks[code])) return undefined;
    any = true;
  }
  return any ? (row) => clocks[codes[row]] : undefined;
}

/** Hours and minutes as 1430, or with seconds as 143000; numbers up to 24 may be hours. */
function packed(values: Float64Array): ((row: number) => number) | undefined {
  if (!values.some((value) => value >= 100)) return undefined;
  const unit = values.some((value) => value >= 2400) ? 1 : 100;
  const read = (value: number) => (value % 1 === 0 ? packedClock(value * unit) : Number.NaN);
  const broken = values.some((value) => !Number.isNaN(value) && Number.isNaN(read(value)));
  return broken ? undefined : (row) => read(values[row]);
}
