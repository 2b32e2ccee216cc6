import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { version } from "../../../../package.json";
import { groupsOfRows, parquetColumns } from "../../../bulk/binary-rows.js";
import type { SeriesFailure } from "../../../bulk/forecast-series.js";
import type { PartAnswer } from "../../../bulk/part-work.js";
import { type Fingerprint, PartialFile } from "../../../bulk/partial-file.js";
import type { Plan } from "../../../bulk/plan.js";
import { headerOf, type RowFormat } from "../../../bulk/rows.js";
import { formatCount } from "../../../report/text/format.js";
import { cannotWrite } from "../../shared/cannot-write.js";
import { compressedFile } from "../../shared/output.js";
import { writeStdout } from "../../shared/terminal.js";
import { replaceFile, targetOf, writeFileAtomically } from "../../shared/write-file.js";
import type { ForecastInPartsOptions } from "./options.js";
import { writeShardFacts } from "./shard-facts.js";

/** Where rows go as they come. */
export interface RowSink {
  /** What is there. */
  readonly done: { readonly series: number };
  readonly failures: readonly SeriesFailure[];
  append(answer: PartAnswer): Promise<void>;
  /** Number of the latest parts that would be lost if the process ended now. */
  unsafe(): number;
  /** All rows are there. */
  finish(): Promise<void>;
  /** There will be no more rows for now. @returns what becomes of those that are there */
  stop(): string;
}

/**
 * A file where there is `--output`, with what {@link PartialFile} needs to go on later; else stdout.
 *
 * @throws UsageError where the file system refuses
 */
export function openSink(
  plan: Plan,
  format: RowFormat,
  data: () => string,
  options: ForecastInPartsOptions,
  note: (text: string) => void,
): RowSink {
  const { output } = options;
  return output === undefined
    ? stdoutSink(plan, format)
    : fileSink(output, plan, format, data(), options, note);
}

function stdoutSink(plan: Plan, format: RowFormat): RowSink {
  const failures: SeriesFailure[] = [];
  let begun = false;
  const begin = async () => {
    if (begun) return;
    begun = true;
    await writeStdout(headerOf(plan, format));
  };
  return {
    done: { series: 0 },
    failures,
    async append(answer) {
      failures.push(...answer.failures);
      if (answer.bytes.length === 0) return;
      await begin();
      await writeStdout(process.stdout.isTTY ? Buffer.from(answer.bytes).toString() : answer.bytes);
    },
    unsafe: () => Number.POSITIVE_INFINITY,
    finish: begin,
    stop: () => "",
  };
}

function fileSink(
  output: string,
  plan: Plan,
  format: RowFormat,
  data: string,
  { shard, resume = false, fastMath }: ForecastInPartsOptions,
  note: (text: string) => void,
): RowSink {
  const target = attempt(output, () => targetOf(output));
  const work = createHash("sha256")
    .update(JSON.stringify([plan, format, shard ?? null, ...(fastMath ? ["fast-math"] : [])]))
    .digest("hex");
  const fingerprint: Fingerprint = { version, work, data };
  if (!resume && PartialFile.isThere(target)) {
    note(`starting from the beginning; --resume would continue ${output}.partial`);
  }
  const partial = attempt(
    output,
    () =>
      new PartialFile(target, fingerprint, {
        ...{ header: headerOf(plan, format), resume },
        lists: shard !== undefined,
      }),
  );
  const { parts, series } = partial.done;
  if (resume) {
    note(
      parts > 0
        ? `continuing after ${formatCount(series)} series`
        : "there is nothing to resume: starting from the beginning",
    );
  }
  return {
    get done() {
      return partial.done;
    },
    get failures() {
      return partial.done.failures;
    },
    async append(answer) {
      attempt(output, () => partial.append(answer));
    },
    unsafe: () => partial.unsafe,
    async finish() {
      attempt(output, () => partial.close());
      const given = shard && { plan, data, format, shard };
      if (!given) rmSync(`${output}.shard.json`, { force: true });
      else if (format !== "binary") writeShardFacts(output, partial.path, partial, given);
      if (format === "binary") {
        const { parquetOfGroups } = await import("../../../report/tables/parquet.js");
        const groups = groupsOfRows(partial.path, plan);
        writeFileAtomically(output, await parquetOfGroups(parquetColumns(plan), groups));
        if (given) writeShardFacts(output, output, partial, given);
      } else if (/\.gz$/i.test(output))
        writeFileAtomically(output, compressedFile(partial.path, gzipSync));
      else replaceFile(target, partial.path);
      partial.remove();
    },
    stop() {
      attempt(output, () => partial.close());
      if (partial.done.parts > 0) {
        return `: they are kept in ${output}.partial, and --resume goes on from there`;
      }
      partial.remove();
      return "";
    },
  };
}

/** @throws UsageError where the file system refuses */
function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotWrite(file, error);
  }
}
