import type { Column, Columns, NumberColumn, TextColumn, TimeColumn } from "../table/columns.js";
import { regularityOf } from "../time/regularity.js";
import type { Times } from "./date-column.js";
import { tellsApart } from "./id.js";
import { describeRank, unlikeMeasure } from "./measure.js";
import type { Roles } from "./roles.js";

/** What was decided about a role of columns, and what nearly was. */
export interface Decision {
  readonly role: "time" | "target" | "id";
  readonly column: string;
  /** How its cells are read, where they could be read otherwise. */
  readonly as?: string;
  /** Other ways to read them. */
  readonly instead?: readonly string[];
  /** Other columns that could have had the role, and why they have not. */
  readonly others: readonly { readonly column: string; readonly because: string }[];
}

/** What was decided about dates and values, and what nearly was. */
export function decisionsOf(table: Columns, { time, targets, found }: Roles): readonly Decision[] {
  const free = table.columns.filter(
    (c) => c !== time?.column && c !== found.id && !found.taken.has(c),
  );
  const [target] = targets;
  return [
    ...(time ? [timeDecision(table, time, found.parts, !found.time)] : []),
    ...(found.id === undefined ? [] : [idDecision(table, found.id, free, time)]),
    ...(found.target && time?.column !== target ? [targetDecision(table, target, free, time)] : []),
  ];
}

/** Rows that are looked at, and columns that are told. */
const MAX_ROWS = 10_000;
const MAX_OTHERS = 16;

/** The column of dates beside the others that hold some. */
function timeDecision(
  table: Columns,
  time: Times,
  parts: readonly Column[],
  named: boolean,
): Decision {
  const { column, as, instead } = time;
  const dated = table.columns.filter(
    (one): one is TimeColumn => one.kind === "time" && one !== column && !parts.includes(one),
  );
  const level = named ? 0 : levelOf(time.stamps.values.subarray(0, MAX_ROWS));
  const others = named
    ? []
    : dated.slice(0, MAX_OTHERS).map((one) => ({
        column: one.name,
        because: whyNot(one.values.subarray(0, MAX_ROWS), level),
      }));
  return {
    role: "time",
    column: column.name,
    ...(as !== undefined && { as }),
    ...(instead !== undefined && instead.length > 0 && { instead }),
    others,
  };
}

function whyNot(values: Float64Array, level: number): string {
  if (values.every((ds) => ds === values[0])) return "always the same";
  return levelOf(values) < level ? "in less even steps" : "by its name or place";
}

function levelOf(values: Float64Array): number {
  return regularityOf(values).level;
}

/** The column that names the series beside the others of text. */
function idDecision(
  table: Columns,
  id: Column,
  free: readonly Column[],
  time: Times | undefined,
): Decision {
  const texts = free.filter((one): one is TextColumn => one.kind === "text" && one !== id);
  const others = texts.slice(0, MAX_OTHERS).map((one) => ({
    column: one.name,
    because: whyNoId(table, one, time),
  }));
  return { role: "id", column: id.name, others };
}

function whyNoId(table: Columns, column: TextColumn, time: Times | undefined): string {
  if (column.labels.size < 2) return "always the same";
  if (column.labels.size === table.rows) return "another text in each row";
  if (time === undefined || tellsApart(column, time, table.rows)) return "by its name or place";
  if (repeatsDates(column, time, table.rows)) return "several rows with the same text share a date";
  return 2 * column.labels.size > table.rows
    ? "another text in nearly each row"
    : "rows with different texts rarely share a date";
}

/** Whether a date stands in several rows of the same text. */
function repeatsDates({ codes, labels }: TextColumn, { stamps }: Times, rows: number): boolean {
  const seen = Array.from({ length: labels.size }, () => new Set<number>());
  for (let row = 0; row < rows; row++) {
    const dates = seen[codes[row]];
    if (dates.has(stamps.at(row))) return true;
    dates.add(stamps.at(row));
  }
  return false;
}

/** The column that is forecast beside the others that hold numbers. */
function targetDecision(
  table: Columns,
  target: NumberColumn,
  free: readonly Column[],
  time: Times | undefined,
): Decision {
  const numeric = free.filter(
    (one): one is NumberColumn => one.kind === "number" && one.name !== target.name,
  );
  const others = numeric.slice(0, MAX_OTHERS).map((one) => ({
    column: one.name,
    because: describeRank(unlikeMeasure(table, one, time)),
  }));
  const marks = target.marks && [...target.marks.keys()];
  return {
    role: "target",
    column: target.name,
    ...(marks?.length && { as: `without ${marks.join(", ")}` }),
    others,
  };
}
