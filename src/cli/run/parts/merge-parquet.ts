import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { blockOf, groupsOfBlocks, parquetColumns } from "../../../bulk/binary-rows.js";
import { binaryRows } from "../../../bulk/rows.js";
import { type RowGroup, readRowGroups } from "../../../data/format/parquet/read-groups.js";
import { DataError } from "../../../errors.js";
import { parquetOfGroups } from "../../../report/tables/parquet.js";
import { encodePlaces, hashOfFile, placesOf, type ShardFacts } from "./shard-facts.js";

/** A shard's file with what stands beside it. */
export interface ShardFile {
  readonly path: string;
  readonly facts: ShardFacts;
}

/**
 * Merges Parquet files: each is unpacked to binary rows in the folder for temporary files, a group of rows
 * at a time, and the series of all are written in the panel's order.
 *
 * @param join  the rows of shards in the panel's order
 * @param write takes the merged file piece by piece
 * @throws DataError where a file is not as it was written, or there is no room
 */
export async function mergeParquet(
  shards: readonly ShardFile[],
  join: (unpacked: readonly ShardFile[]) => Iterable<Uint8Array>,
  write: (pieces: Generator<Uint8Array>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(joinPath(tmpdir(), "foretell-merge-"));
  try {
    const unpacked = shards.map((shard, s) => unpack(shard, joinPath(folder, String(s))));
    const table = shards[0]!.facts.table!;
    const series = blocks(join(unpacked), table.columns.length - 1);
    const groups = groupsOfBlocks(series, table);
    await write(await parquetOfGroups(parquetColumns(table), groups));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* blocks(rows: Iterable<Uint8Array>, width: number) {
  for (const bytes of rows) {
    // The line above the rows, which these files have none of.
    if (bytes.length > 0) yield blockOf(Buffer.from(bytes), width);
  }
}

/** The shard as binary rows. */
function unpack({ path, facts }: ShardFile, to: string): ShardFile {
  const damaged = (why: string) =>
    new DataError(`${path} is not as it was written: ${why}`, {
      hint: "Copy it again, or forecast the shard again.",
    });
  if (hashOfFile(path) !== facts.file) throw damaged("its bytes differ");
  const { columns, horizon } = facts.table!;
  const rows: number[] = [];
  const hash = createHash("sha256");
  const file = openSync(to, "w");
  try {
    const series = seriesOf(readRowGroups(path), columns, horizon);
    for (const { place } of placesOf(facts)) {
      const { done, value } = series.next();
      if (done) throw damaged("it has fewer rows than were written");
      const [ds, ...values] = value.columns;
      const bytes = binaryRows({ id: value.id, ds: ds!, values });
      writeAll(file, bytes);
      hash.update(bytes);
      rows.push(place, bytes.length);
    }
    if (!series.next().done) throw damaged("it has more rows than were written");
  } finally {
    closeSync(file);
  }
  const unpacked = { header: "", rows: encodePlaces(rows), file: hash.digest("hex") };
  return { path: to, facts: { ...facts, ...unpacked } };
}

/** The series of groups of rows, each of `horizon` rows, which may begin in one group and end in the next. */
function* seriesOf(groups: Iterable<RowGroup>, names: readonly string[], horizon: number) {
  let columns = names.slice(1).map(() => new Float64Array(horizon));
  let step = 0;
  for (const group of groups) {
    const [ids, ...others] = names.map((name) => group.columns.get(name)!.values);
    for (let row = 0; row < group.rows; row++) {
      for (const [c, values] of others.entries()) columns[c]![step] = values[row] as number;
      if (++step < horizon) continue;
      yield { id: ids![row] as string, columns };
      columns = names.slice(1).map(() => new Float64Array(horizon));
      step = 0;
    }
  }
}

/** @throws DataError where there is no room */
function writeAll(file: number, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOSPC" && code !== "EDQUOT" && code !== "EFBIG") throw error;
    throw new DataError(`the shards do not fit into ${tmpdir()} unpacked`, {
      hint: "Set TMPDIR to a folder with more space.",
    });
  }
}
