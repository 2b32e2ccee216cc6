import { DataError } from "../../errors.js";
import { type Dated, placed, placeOf } from "./rows.js";

/** How often something was found missing, in how many series, and the first row. */
export class Findings {
  private count = 0;
  private series = 0;
  private row = 0;

  /** @param count in one series; `row` is the first of them */
  add(count: number, row: number): void {
    if (this.count === 0) this.row = row;
    this.count += count;
    this.series++;
  }

  /** @throws DataError that counts them, if any are missing */
  reject(data: Dated, [one, many]: readonly [string, string]): void {
    const { count, series, row } = this;
    if (count === 0) return;
    const counted = count === 1 ? `1 ${one} is` : `${count} ${many} are`;
    const first = count === 1 ? "" : `${series > 1 ? ` in ${series} series` : ""}, the first here`;
    throw new DataError(
      `${counted} missing${first}`,
      placed(data, row, "Fill in what is missing, or choose how with --missing."),
    );
  }

  /**
   * Says how many are missing and what was done about it, if any are.
   *
   * @param nouns what is missing, as one and as many
   */
  report(
    data: Dated,
    [one, many]: readonly [string, string],
    done: string,
    warn: (message: string) => void,
  ): void {
    this.reportAs(data, [`${one} is`, `${many} are`], "missing", warn, done);
  }

  /**
   * Says how many there are, and what was done about it.
   *
   * @param what they are, as one and as many with the verb, and what follows it
   */
  reportAs(
    data: Dated,
    [one, many]: readonly [string, string],
    how: string,
    warn: (message: string) => void,
    done?: string,
  ): void {
    const { count, series, row } = this;
    if (count === 0) return;
    const counted = count === 1 ? `1 ${one}` : `${count} ${many}`;
    const first = count === 1 ? "" : `${series > 1 ? ` in ${series} series` : ""}, the first here`;
    warn(`${placeOf(data, row)}${counted} ${how}${first}${done === undefined ? "" : `; ${done}`}`);
  }
}
