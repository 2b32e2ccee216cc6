import { isForeignMonth } from "../time/month-names.js";
import { type DateOrder, hasOffset, orderOf, parseDate, shortYearOf } from "../time/parse-date.js";
import { endsInOffset, parseTime } from "../time/timestamp.js";
import { visibleText } from "../time/visible-text.js";
import type { TimeColumn } from "./columns.js";

/** One for all cells: to make one takes longer than to decode a cell. */
const decoder = new TextDecoder();

const ORDERS: readonly DateOrder[] = ["dmy", "mdy", "ymd"];

const FINANCIAL_YEAR = /^\d{4}[-/]\d{2}$/;

const INTERVAL = /(\d{1,2}):(\d{2})(?::\d{2})?-(\d{2}):(\d{2})$/;

/** Dates whose names of months are looked at. */
const MAX_NAMED = 24;

/** Longest time, in minutes, from the start of an interval within a day to its end. */
const MAX_INTERVAL = 240;

/** Whether a date ends in two times of day of which the second is soon after the first. */
function isInterval(text: string): boolean {
  const found = INTERVAL.exec(text);
  if (found === null) return false;
  const [, hour, minute, endHour, endMinute] = found.map(Number);
  const length = (60 * (endHour - hour) + endMinute - minute + 1440) % 1440;
  return length > 0 && length <= MAX_INTERVAL;
}

/** Parses the dates of a column, and records how they are written. */
export class DateParser {
  /** Orders in which all dates of three numbers so far are possible. */
  private readonly possible = { dmy: true, mdy: true, ymd: true };
  private numeric = false;
  /** Whether any date is written with points, such as 31.01.2024. */
  dotted = false;
  /** Whether months have names of another language than English, as far as the first dates tell. */
  foreign = false;
  private named = 0;
  /** Whether short years have a century that POSIX and spreadsheets disagree about. */
  private shortYears = false;
  /** Whether all dates so far are written like 2024-01, 1990-91 among them. */
  private yearMonths = true;
  private withOffset = 0;
  private withoutOffset = 0;
  /** Whether every offset so far is a time soon after that in front of it, as of `18:30-19:00`. */
  private intervals = true;
  private order: DateOrder;
  private readonly tried = new Set<DateOrder>();

  constructor(private readonly explicitOrder: DateOrder | undefined) {
    this.order = explicitOrder ?? "dmy";
  }

  /** NaN when the cell is no date, or none in the order of the column. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const iso = parseTime(bytes, start, end);
    if (!Number.isNaN(iso)) {
      if (end - start > 7) this.yearMonths = false;
      if (end - start > 10) {
        const offset = endsInOffset(bytes, start, end);
        if (offset && this.intervals)
          this.intervals = isInterval(decoder.decode(bytes.subarray(start, end)));
        this.countOffset(offset);
      }
      return iso;
    }
    const written = decoder.decode(bytes.subarray(start, end));
    const text = visibleText(written);
    if (text !== written) {
      const encoded = new TextEncoder().encode(text);
      return this.read(encoded, 0, encoded.length);
    }
    const orders = orderOf(text);
    if (orders !== undefined) {
      this.numeric = true;
      this.dotted ||= orders.dotted;
      for (const order of ORDERS) this.possible[order] &&= orders[order];
    }
    const value = parseDate(text, this.order);
    if (Number.isNaN(value)) return value;
    if (orders === undefined && this.named++ < MAX_NAMED) {
      this.foreign ||= (text.match(/\p{L}{3,}/gu) ?? []).some(isForeignMonth);
    }
    if (!FINANCIAL_YEAR.test(text)) this.yearMonths = false;
    const offset = hasOffset(text);
    if (offset && this.intervals) this.intervals = isInterval(text);
    this.countOffset(offset);
    if (!this.shortYears) {
      const year = shortYearOf(text);
      // With the year first it is the other number that looks like one.
      this.shortYears = year !== undefined && ((year >= 30 && year < 69) || this.possible.ymd);
    }
    return value;
  }

  /** Takes another order in which what was read so far could be dates; false when there is none. */
  switchOrder(): boolean {
    if (this.explicitOrder !== undefined || !this.numeric) return false;
    this.tried.add(this.order);
    const next = ORDERS.find((order) => this.possible[order] && !this.tried.has(order));
    if (next === undefined) return false;
    this.order = next;
    this.withOffset = this.withoutOffset = 0;
    return true;
  }

  get written(): NonNullable<TimeColumn["written"]> {
    const { numeric, order, possible, withOffset: offset, withoutOffset: floating } = this;
    const orders = ORDERS.filter((one) => possible[one]);
    const open = this.explicitOrder === undefined && numeric;
    return {
      ...(numeric && { order }),
      ...(this.dotted && { dotted: true }),
      ...(open && possible.dmy && possible.mdy && { ambiguous: true }),
      ...(open && orders.length > 1 && { orders }),
      ...(this.shortYears && { shortYears: true }),
      ...(this.yearMonths && { yearMonths: true }),
      ...(offset > 0 && { offsets: floating > 0 ? ("some" as const) : ("all" as const) }),
      ...(offset > 1 && this.intervals && { intervals: true }),
    };
  }

  private countOffset(offset: boolean): void {
    if (offset) this.withOffset++;
    else this.withoutOffset++;
  }
}
