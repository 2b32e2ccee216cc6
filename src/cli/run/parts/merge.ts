import { createHash, type Hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ByteReader } from "../../../bulk/table/byte-reader.js";
import { settle } from "../../../bulk/table/heap.js";
import { DataError, ExitCode } from "../../../errors.js";
import { formatCount } from "../../../report/text/format.js";
import { firstFew } from "../../../wording.js";
import { claimOutputs } from "../../shared/claim-outputs.js";
import { openConsole } from "../../shared/console.js";
import type { GlobalOptions } from "../../shared/options.js";
import { writeOutput } from "../../shared/output.js";
import type { ShardFile } from "./merge-parquet.js";
import { factsPath, placesOf, readShardFacts, type ShardFacts } from "./shard-facts.js";

export interface MergeOptions extends GlobalOptions {
  readonly output?: string;
}

/**
 * `foretell merge`.
 *
 * @returns the exit code
 * @throws DataError where the shards do not belong together or one is not whole
 */
export async function merge(files: readonly string[], options: MergeOptions): Promise<number> {
  const { output } = options;
  claimOutputs(
    { "--output": output },
    { shards: files, "the facts of shards": files.map(factsPath) },
  );
  const console = await openConsole(options);
  const { talkative, say, tell } = console;
  const shards = files.map((path) => ({ path, facts: readShardFacts(path) }));
  requireOneForecast(shards);
  const [{ facts }] = shards as [ShardFile];
  const write = (rows: Generator<Uint8Array>) => writeOutput(rows, output, facts.format, console);
  if (facts.format === "parquet") {
    const { mergeParquet } = await import("./merge-parquet.js");
    await mergeParquet(shards, joined, write);
  } else await write(joined(shards));
  const failed = shards.filter((shard) => shard.facts.failed > 0);
  const count = failed.reduce((sum, shard) => sum + shard.facts.failed, 0);
  if (count > 0) {
    tell(
      `${formatCount(count)} of ${formatCount(facts.series)} series could not be forecast, in ${firstFew(failed.map(({ path }) => path))}`,
    );
  }
  if (talkative) {
    say(`${formatCount(shards.length)} shards joined: ${formatCount(facts.series - count)} series`);
  }
  return count > 0 ? ExitCode.fit : ExitCode.done;
}

/** @throws DataError unless all shards of one forecast are there, once each */
function requireOneForecast(shards: readonly ShardFile[]): void {
  const [first, ...others] = shards as [ShardFile, ...ShardFile[]];
  const same: readonly [keyof ShardFacts, string][] = [
    ["version", "versions of foretell"],
    ["data", "data"],
    ["seed", "seeds"],
    ["format", "formats"],
    ["plan", "models or options"],
  ];
  for (const [field, what] of same) {
    const odd = others.find(({ facts }) => facts[field] !== first.facts[field]);
    if (odd === undefined) continue;
    const shown = field === "version" || field === "seed" || field === "format";
    const values = shown ? `: ${first.facts[field]} and ${odd.facts[field]}` : "";
    throw new DataError(`${first.path} and ${odd.path} are of different ${what}${values}`, {
      hint: "Forecast all shards with the same version, data and options.",
    });
  }
  const { of } = first.facts.shard;
  const odd = others.find(({ facts }) => facts.shard.of !== of);
  if (odd) {
    throw new DataError(
      `${first.path} is one of ${of} shards, ${odd.path} one of ${odd.facts.shard.of}`,
      { hint: "Name the files of one forecast." },
    );
  }
  const known = new Map<number, string>();
  for (const { path, facts } of shards) {
    const { index } = facts.shard;
    const other = known.get(index);
    if (other !== undefined) {
      throw new DataError(`${other} and ${path} are both shard ${index} of ${of}`, {
        hint: "Name each shard once.",
      });
    }
    known.set(index, path);
  }
  if (known.size === of) return;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !known.has(index));
  throw new DataError(
    `${missing.length} of ${of} shards ${missing.length === 1 ? "is" : "are"} missing: ${firstFew(missing.map(String))}`,
    { hint: `Forecast ${missing.length === 1 ? "it" : "them"} with --shard ${missing[0]}/${of}.` },
  );
}

/** Bytes of a shard that are read at once. */
const READ_BYTES = 2 ** 16;

/** The rows of one shard, in the panel's order. */
class ShardReader {
  /** Of the series that is next; infinite after the last. */
  place = Number.POSITIVE_INFINITY;
  private readonly places: Iterator<{ place: number; bytes: number }>;
  private readonly reader: ByteReader;
  private readonly hash: Hash = createHash("sha256");
  private bytes = 0;

  constructor(private readonly shard: ShardFile) {
    const { path, facts } = shard;
    this.places = placesOf(facts)[Symbol.iterator]();
    const whole = /\.gz$/i.test(path) ? gunzipSync(readFileSync(path)) : path;
    this.reader = new ByteReader(whole, READ_BYTES);
    const header = Buffer.from(facts.header);
    if (!this.take(header.length).equals(header)) throw this.damaged("its first line differs");
    this.advance();
  }

  /** The rows of the series that is next. */
  next(): Buffer {
    const rows = this.take(this.bytes);
    this.advance();
    return rows;
  }

  /** @throws DataError where the file is not as it was written */
  close(): void {
    const rest = this.reader.take(1);
    this.reader.close();
    if (rest.length > 0) throw this.damaged("there is more in it than was written");
    if (this.hash.digest("hex") !== this.shard.facts.file) throw this.damaged("its bytes differ");
  }

  private advance(): void {
    const { value, done } = this.places.next();
    this.place = done ? Number.POSITIVE_INFINITY : value.place;
    this.bytes = done ? 0 : value.bytes;
  }

  private take(length: number): Buffer {
    const bytes = this.reader.take(length);
    if (bytes.length < length) throw this.damaged("it is cut off");
    this.hash.update(bytes);
    return bytes;
  }

  private damaged(why: string): DataError {
    return new DataError(`${this.shard.path} is not as it was written: ${why}`, {
      hint: "Copy it again, or forecast the shard again.",
    });
  }
}

/** The rows of all shards in the panel's order. */
function* joined(shards: readonly ShardFile[]): Generator<Uint8Array> {
  yield Buffer.from(shards[0]!.facts.header);
  // A binary heap, the one whose series comes next first.
  const readers = shards.map((shard) => new ShardReader(shard)).sort((a, b) => a.place - b.place);
  while (readers[0]!.place !== Number.POSITIVE_INFINITY) {
    yield readers[0]!.next();
    settle(readers, 0, (one, other) => one.place < other.place);
  }
  for (const reader of readers) reader.close();
}
