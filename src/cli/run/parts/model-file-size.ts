import type { Panel } from "../../../data/panel/panel.js";
import { DataError } from "../../../errors.js";
import { formatBytes, formatCount } from "../../../report/text/format.js";

/** Bytes of the largest file that Node reads at once. */
const MAX_FILE_BYTES = 2 ** 31 - 1;
const BYTES_PER_NUMBER = 8;

/**
 * Refuses, before anything is learned, a panel for which a model file could be written but not read.
 *
 * @throws DataError where the panel alone takes more than a file can hold
 */
export function requireReadableSize({ series, source }: Pick<Panel, "series" | "source">): void {
  let rows = 0;
  let numbers = 0;
  for (const { y, observed, past, future } of series) {
    rows += y.length;
    numbers += y.length * (observed ? 3 : 2);
    for (const columns of [past, future]) {
      for (const values of columns?.values() ?? []) numbers += values.length;
    }
  }
  const bytes = BYTES_PER_NUMBER * numbers;
  if (bytes <= MAX_FILE_BYTES) return;
  throw new DataError(
    `a model file holds the series too: these ${formatCount(rows)} rows take ${formatBytes(bytes)}, and more than 2 GiB cannot be read again`,
    {
      hint: "Train on the latest rows (--since) or on some of the series (--where), or forecast without a model file: foretell help scale.",
      location: { file: source },
    },
  );
}
