import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { version } from "../../../../package.json";
import type { TableFrame } from "../../../bulk/binary-rows.js";
import type { PartialFile } from "../../../bulk/partial-file.js";
import type { Plan } from "../../../bulk/plan.js";
import { headerOf, type RowFormat } from "../../../bulk/rows.js";
import type { Shard } from "../../../bulk/shard.js";
import { DataError } from "../../../errors.js";
import { piecesOfFile } from "../../shared/output.js";
import { writeFileAtomically } from "../../shared/write-file.js";
import type { PartsFormat } from "./options.js";

/** What stands beside a shard's file, so that merging can check and order what is in it. */
export interface ShardFacts {
  readonly schema: "foretell/shard@1";
  readonly version: string;
  readonly shard: Shard;
  readonly format: PartsFormat;
  readonly seed: number;
  /** Hash of the plan: models, horizon, levels and all else that was decided. */
  readonly plan: string;
  /** Hash of the data, all shards' series together. */
  readonly data: string;
  /** Hash of the shard's file before it was compressed. */
  readonly file: string;
  /** Series of the whole panel. */
  readonly series: number;
  /** Series of the shard that could not be forecast. */
  readonly failed: number;
  /** What stands above the rows. */
  readonly header: string;
  /**
   * Of each series in the file how many places it comes after the one before, and the number of its
   * bytes: as LEB128 numbers in base64.
   */
  readonly rows: string;
  /** Of Parquet: the columns, and how many rows each series has. */
  readonly table?: TableFrame & Pick<Plan, "horizon">;
}

export function factsPath(file: string): string {
  return `${file}.shard.json`;
}

/**
 * @param path of the file that has the bytes of the shard's file before it was compressed
 */
export function writeShardFacts(
  output: string,
  path: string,
  { done }: PartialFile,
  given: {
    readonly plan: Plan;
    readonly data: string;
    readonly format: RowFormat;
    readonly shard: Shard;
  },
): void {
  const { plan, data, format, shard } = given;
  const facts: ShardFacts = {
    schema: "foretell/shard@1",
    version,
    shard,
    format: format === "binary" ? "parquet" : format,
    seed: plan.seed,
    plan: createHash("sha256").update(JSON.stringify(plan)).digest("hex"),
    data,
    file: hashOfFile(path),
    series: done.series,
    failed: done.failures.length,
    header: headerOf(plan, format),
    rows: encodePlaces(done.rows),
    ...(format === "binary" ? { table: tableOf(plan) } : {}),
  };
  writeFileAtomically(factsPath(output), `${JSON.stringify(facts)}\n`);
}

function tableOf({ columns, precision, horizon }: Plan): NonNullable<ShardFacts["table"]> {
  return { columns, horizon, ...(precision && { precision }) };
}

/** @throws DataError where there are none, or they are not such as we write */
export function readShardFacts(file: string): ShardFacts {
  const path = factsPath(file);
  if (!existsSync(file)) throw new DataError(`${file}: no such file`);
  if (!existsSync(path)) {
    throw new DataError(`${file}: there is no ${path} beside it to check the shard by`, {
      hint: "Keep both files that foretell forecast --shard writes, and name only such files.",
    });
  }
  try {
    const facts = JSON.parse(readFileSync(path, "utf8")) as Partial<ShardFacts>;
    const { schema, shard, header, rows, format, series, table } = facts;
    const whole =
      schema === "foretell/shard@1" &&
      Number.isSafeInteger(shard?.index) &&
      Number.isSafeInteger(shard?.of) &&
      (format === "csv" || format === "ndjson" || (format === "parquet" && isTable(table))) &&
      Number.isSafeInteger(series) &&
      typeof header === "string" &&
      typeof rows === "string";
    if (whole) return facts as ShardFacts;
  } catch {
    // Told below, like JSON of another kind.
  }
  throw new DataError(`${path} is not what foretell forecast --shard writes`, {
    hint: "Forecast the shard again.",
  });
}

function isTable(table: ShardFacts["table"] | undefined): boolean {
  return (
    Array.isArray(table?.columns) &&
    table.columns.every((name) => typeof name === "string") &&
    Number.isSafeInteger(table.horizon)
  );
}

export function hashOfFile(path: string): string {
  const hash = createHash("sha256");
  for (const piece of piecesOfFile(path)) hash.update(piece);
  return hash.digest("hex");
}

/** @param rows pairs of a series' place, ascending, and the number of its bytes */
export function encodePlaces(rows: readonly number[]): string {
  const bytes: number[] = [];
  const add = (value: number) => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
    bytes.push(rest);
  };
  let before = -1;
  for (let i = 0; i < rows.length; i += 2) {
    add(rows[i] - before);
    add(rows[i + 1]);
    before = rows[i];
  }
  return Buffer.from(bytes).toString("base64");
}

/** The places of a shard's series in the panel, and the numbers of their bytes, one after the other. */
export function* placesOf({ rows }: ShardFacts): Generator<{ place: number; bytes: number }> {
  const bytes = Buffer.from(rows, "base64");
  let at = 0;
  const next = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++];
      value += unit * (byte % 128);
      if (byte < 128) return value;
    }
  };
  for (let place = -1; at < bytes.length; ) {
    place += next();
    yield { place, bytes: next() };
  }
}
