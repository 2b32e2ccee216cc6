import { parseFormatted } from "../table/formatted-number.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import type { Decimal } from "../table/parse-options.js";
import { parseDate } from "../time/parse-date.js";
import { parseTime, timesFromNumbers } from "../time/timestamp.js";
import { type Field, fieldText, type Line } from "./csv-scanner.js";

type Kind = "missing" | "number" | "time" | "text";

export function kindOf(
  { source, from, to }: Field,
  decimal: Decimal,
  na: ReadonlySet<string>,
): Kind {
  if (isMissing(source, from, to, na)) return "missing";
  if (!Number.isNaN(parseNumber(source, from, to, decimal.charCodeAt(0)))) return "number";
  if (!Number.isNaN(parseTime(source, from, to))) return "time";
  if (to - from > 100) return "text";
  const text = fieldText({ source, from, to });
  if (parseFormatted(text, decimal) !== undefined) return "number";
  return Number.isNaN(parseDate(text, "dmy")) && Number.isNaN(parseDate(text, "mdy"))
    ? "text"
    : "time";
}

/** Whether the first line is a header: names above values of another kind. */
export function isHeader(
  first: Line,
  second: Line | undefined,
  decimal: Decimal,
  na: ReadonlySet<string>,
): boolean {
  const kinds = ({ fields }: Line) => fields.map((field) => kindOf(field, decimal, na));
  const above = kinds(first);
  if (!above.some((kind) => kind === "number" || kind === "time")) return true;
  if (areDatesAcross(first, above)) return true;
  if (second === undefined) return false;
  const below = kinds(second);
  return above.some((kind, i) => kind === "text" && (below[i] === "number" || below[i] === "time"));
}

/** Whether a line holds names and then dates only, or three or more consecutive packed dates or years. */
function areDatesAcross(first: Line, kinds: readonly Kind[]): boolean {
  const begin = kinds.findIndex((kind) => kind === "number" || kind === "time");
  const end = kinds.findLastIndex((kind) => kind !== "missing") + 1;
  if (begin < 1 || end - begin < 2) return false;
  const across = kinds.slice(begin, end);
  if (across.every((kind) => kind === "time")) return true;
  const numbers = Float64Array.from(first.fields.slice(begin, end), (field) =>
    Number(fieldText(field)),
  );
  const as = numbers.length > 2 ? timesFromNumbers(numbers)?.as : undefined;
  const step = numbers[1] - numbers[0];
  const follows = (value: number, i: number) =>
    i === 0 || (as === "year" ? value - numbers[i - 1] === step : value > numbers[i - 1]);
  return (
    (as === "year" || as === "year and month" || as === "day") &&
    step !== 0 &&
    numbers.every(follows)
  );
}
