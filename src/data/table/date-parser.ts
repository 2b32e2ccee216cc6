import { type DateOrder, hasOffset, orderOf, parseDate } from "../time/parse-date.js";
import { endsInOffset, parseTime } from "../time/timestamp.js";
import type { TimeColumn } from "./columns.js";

/** A text without characters that cannot be seen, and with plain blanks. */
export function visibleText(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .trim();
}

/** Parses the dates of a column, and records how they are written. */
export class DateParser {
  private dmy = true;
  private mdy = true;
  private numeric = false;
  /** Whether any date is written with points, such as 31.01.2024. */
  dotted = false;
  private withOffset = 0;
  private withoutOffset = 0;
  private order: DateOrder;

  constructor(private readonly explicitOrder: DateOrder | undefined) {
    this.order = explicitOrder ?? "dmy";
  }

  /** Milliseconds; NaN when the cell is no date, or none in the order of the column. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const iso = parseTime(bytes, start, end);
    if (!Number.isNaN(iso)) {
      if (end - start > 10) this.countOffset(endsInOffset(bytes, start, end));
      return iso;
    }
    const written = new TextDecoder().decode(bytes.subarray(start, end));
    const text = visibleText(written);
    if (text !== written) {
      const encoded = new TextEncoder().encode(text);
      return this.read(encoded, 0, encoded.length);
    }
    const order = orderOf(text);
    if (order !== undefined) {
      this.numeric = true;
      this.dotted ||= order.dotted;
      this.dmy &&= order.dmy;
      this.mdy &&= order.mdy;
    }
    const value = parseDate(text, this.order);
    if (!Number.isNaN(value)) this.countOffset(hasOffset(text));
    return value;
  }

  /** Switches to month before day if all cells so far allow it; the caller reads them again. */
  switchToMonthFirst(): boolean {
    if (this.explicitOrder !== undefined || this.order === "mdy" || !this.mdy) return false;
    this.order = "mdy";
    this.withOffset = this.withoutOffset = 0;
    return true;
  }

  get written(): NonNullable<TimeColumn["written"]> {
    const { numeric, order, withOffset: offset, withoutOffset: floating } = this;
    return {
      ...(numeric && { order }),
      ...(numeric &&
        this.explicitOrder === undefined &&
        this.dmy &&
        this.mdy && { ambiguous: true }),
      ...(offset > 0 && { offsets: floating > 0 ? ("some" as const) : ("all" as const) }),
    };
  }

  private countOffset(offset: boolean): void {
    if (offset) this.withOffset++;
    else this.withoutOffset++;
  }
}
