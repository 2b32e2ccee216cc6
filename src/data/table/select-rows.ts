import type { Column, Columns, NumberColumn, TimeColumn } from "./columns.js";

/**
 * The table of some of the rows, in the order given. Rows keep their places in the input, for messages.
 *
 * @param rows ascending
 */
export function selectRows(table: Columns, rows: Uint32Array): Columns {
  const origin = new Map<Column, Column>();
  for (const column of table.columns) origin.set(selected(column, rows), column);
  const given = (column: Column) => origin.get(column) ?? column;
  const { name, dates, dialect, where, locate, texts } = table;
  return {
    name,
    rows: rows.length,
    columns: [...origin.keys()],
    ...(dates && { dates }),
    ...(dialect && { dialect }),
    ...(where && { where }),
    cell: (row, column) => table.cell(rows[row], given(column)),
    ...(locate && {
      locate: (row: number, column?: Column) =>
        locate.call(table, rows[row], column && given(column)),
    }),
    ...(texts && {
      texts: (column: NumberColumn | TimeColumn) => {
        const all = texts.call(table, given(column) as NumberColumn | TimeColumn);
        return selected(all, rows) as typeof all;
      },
    }),
  };
}

function selected(column: Column, rows: Uint32Array): Column {
  if (column.kind === "text") {
    const { codes, labels, broken, ...rest } = column;
    const kept = new Map<number, number>();
    const used: number[] = [];
    const own = Int32Array.from(rows, (row) => {
      const code = codes[row];
      const known = kept.get(code);
      if (known !== undefined) return known;
      kept.set(code, used.length);
      return used.push(code) - 1;
    });
    const place = broken && rows.indexOf(broken.row);
    return {
      ...rest,
      codes: own,
      // Only what is left has a label: others would count as series.
      labels: { size: used.length, text: (code) => labels.text(used[code]) },
      ...(broken && place !== undefined && place >= 0 && { broken: { ...broken, row: place } }),
    };
  }
  const values = Float64Array.from(rows, (row) => column.values[row]);
  if (column.kind === "number") {
    const { doubtful, ...rest } = column;
    const place = doubtful === undefined ? -1 : rows.indexOf(doubtful);
    return { ...rest, values, ...(place >= 0 && { doubtful: place }) };
  }
  const { name, kind, written } = column;
  return { name, kind, values, ...(written && { written }) };
}
