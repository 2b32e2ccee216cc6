import type { Series, StaticValue } from "../data/panel/panel.js";
import { DataError } from "../errors.js";
import { decodeContainer, encodeContainer } from "../models/file/container.js";
import type { State } from "../models/model.js";

const ROWS = ["ds", "y", "ahead", "observed", "recorded"] as const;
const COLUMNS = ["past", "pastObserved", "future"] as const;

const PART = { name: "part of a panel", written: "plan the forecast again" };

/** Series as bytes that another process or machine reads; the columns of all of them are the same. */
export function encodeSeries(series: readonly Series[]): Uint8Array {
  const document = series.map(
    (one): State => ({
      id: one.id,
      ...Object.fromEntries(ROWS.flatMap((name) => (one[name] ? [[name, one[name]]] : []))),
      ...Object.fromEntries(
        [...COLUMNS, "static" as const].flatMap((name) =>
          one[name] ? [[name, entriesOf(one[name])]] : [],
        ),
      ),
    }),
  );
  return encodeContainer({ document, metadata: {} });
}

/** Pairs, as a column may have any name. */
function entriesOf(columns: ReadonlyMap<string, Float64Array | StaticValue>): State {
  return [...columns].map(([name, values]) => [name, values]);
}

/**
 * The series that {@link encodeSeries} wrote.
 *
 * @param name of what was read, for errors
 * @throws DataError for other bytes, cut off or damaged ones
 */
export function decodeSeries(bytes: Uint8Array, name: string): Series[] {
  const { document } = decodeContainer(bytes, name, PART);
  const refuse = () => new DataError(`not a ${PART.name}`, { location: { file: name } });
  if (!Array.isArray(document)) throw refuse();
  return document.map((value): Series => {
    const one = (value ?? {}) as Record<string, State>;
    const given: Record<string, unknown> = { id: one.id };
    if (typeof one.id !== "string") throw refuse();
    for (const row of ROWS) {
      if (one[row] === undefined) continue;
      if (!(one[row] instanceof Float64Array)) throw refuse();
      given[row] = one[row];
    }
    for (const columns of [...COLUMNS, "static"]) {
      const pairs = one[columns];
      if (pairs === undefined) continue;
      if (!Array.isArray(pairs)) throw refuse();
      given[columns] = new Map(pairs as [string, never][]);
    }
    const series = given as unknown as Series;
    if (!(series.y?.length > 0) || series.ds?.length !== series.y.length) throw refuse();
    return series;
  });
}
