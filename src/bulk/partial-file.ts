import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { DataError } from "../errors.js";
import type { SeriesFailure } from "./forecast-series.js";
import type { PartAnswer } from "./part-work.js";

/** What must be the same for two runs to write the same bytes. */
export interface Fingerprint {
  readonly version: string;
  /** Hash of the plan, the format and the shard. */
  readonly work: string;
  /** Hash of the data. */
  readonly data: string;
}

/** What the journal says of a part, a line of JSON each. */
interface Entry {
  /** Length of the partial file when the part was in it. */
  readonly bytes: number;
  readonly series: number;
  /** As {@link PartAnswer.rows}. */
  readonly rows: readonly number[];
  readonly failures: readonly SeriesFailure[];
}

/** What is done already. */
export interface Progressed {
  readonly parts: number;
  readonly series: number;
  readonly failures: SeriesFailure[];
  /** Pairs of each series with rows: its place in the panel, and the number of its bytes. */
  readonly rows: number[];
}

export interface PartialOptions {
  /** What stands above the rows. */
  readonly header: string;
  /** Whether to go on where the last run was interrupted; else it is forgotten. */
  readonly resume: boolean;
  /** Whether to remember which rows are of which series. */
  readonly lists: boolean;
}

/** Milliseconds from one time to the next that the disk is made to hold what was written. */
const SYNC_INTERVAL_MS = 1000;

/**
 * The rows of a panel that is not done yet, in `FILE.partial`, and which parts are in it, in
 * `FILE.journal`. Whenever the process ends, the journal tells only of rows that the partial file holds;
 * what follows them there is cut off by the next run.
 */
export class PartialFile {
  readonly path: string;
  /** Of this run and of those that it goes on with. */
  get done(): Progressed {
    return this.progress;
  }

  private readonly progress: { -readonly [Key in keyof Progressed]: Progressed[Key] } = {
    ...{ parts: 0, series: 0, failures: [], rows: [] },
  };
  private readonly journalPath: string;
  private readonly rows: number;
  private readonly journal: number;
  private readonly lists: boolean;
  private length = 0;
  private journalLength = 0;
  private pending: Entry[] = [];
  private synced = Number.NEGATIVE_INFINITY;

  /**
   * @throws DataError when that run did something else
   */
  constructor(file: string, fingerprint: Fingerprint, { header, resume, lists }: PartialOptions) {
    this.path = `${file}.partial`;
    this.journalPath = `${file}.journal`;
    this.lists = lists;
    const known = resume && this.read(fingerprint);
    this.rows = openSync(this.path, known ? "r+" : "w");
    this.journal = openSync(this.journalPath, known ? "r+" : "w");
    if (known) {
      ftruncateSync(this.rows, this.length);
      ftruncateSync(this.journal, this.journalLength);
      return;
    }
    this.write(this.rows, Buffer.from(header), 0);
    this.length = Buffer.byteLength(header);
    this.log(`${JSON.stringify(fingerprint)}\n`);
  }

  /** Whether an earlier run left something to go on with. */
  static isThere(file: string): boolean {
    return existsSync(`${file}.partial`) && existsSync(`${file}.journal`);
  }

  append({ bytes, series, rows, failures }: PartAnswer): void {
    this.write(this.rows, bytes, this.length);
    this.length += bytes.length;
    const entry = { bytes: this.length, series, rows: this.lists ? [...rows] : [], failures };
    this.add(entry);
    this.pending.push(entry);
    if (performance.now() - this.synced > SYNC_INTERVAL_MS) this.flush();
  }

  /** Number of the latest parts that a later run would not know of if this one ended now. */
  get unsafe(): number {
    return this.pending.length;
  }

  /** Leaves both files as they are, for a later run. */
  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.rows);
      closeSync(this.journal);
    }
  }

  /** Removes what is needed no more. */
  remove(): void {
    rmSync(this.journalPath, { force: true });
    rmSync(this.path, { force: true });
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    fdatasyncSync(this.rows);
    const lines = this.pending.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    this.pending = [];
    this.log(lines);
    this.synced = performance.now();
  }

  private add({ series, rows, failures }: Entry): void {
    const { progress } = this;
    for (let i = 0; i < rows.length; i += 2) {
      progress.rows.push(progress.series + rows[i], rows[i + 1]);
    }
    progress.failures.push(...failures);
    progress.parts++;
    progress.series += series;
  }

  private log(lines: string): void {
    const bytes = Buffer.from(lines);
    this.write(this.journal, bytes, this.journalLength);
    this.journalLength += bytes.length;
  }

  private write(file: number, bytes: Uint8Array, position: number): void {
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(file, bytes, at, bytes.length - at, position + at);
    }
  }

  /** Whether there is something to go on with. */
  private read(fingerprint: Fingerprint): boolean {
    if (!existsSync(this.journalPath) || !existsSync(this.path)) return false;
    const size = statSync(this.path).size;
    // What follows the last line feed is no whole line.
    const [first, ...lines] = readFileSync(this.journalPath, "utf8").split("\n").slice(0, -1);
    const before = parsed<Fingerprint>(first);
    // The run ended before its first line was whole.
    if (before === undefined) return false;
    requireSame(before, fingerprint, this.journalPath);
    this.journalLength = Buffer.byteLength(first) + 1;
    for (const line of lines) {
      const entry = parsed<Entry>(line);
      // The last line may be cut off, and the file system may have lost the end of the rows.
      if (entry === undefined || entry.bytes > size) break;
      this.add(entry);
      this.length = entry.bytes;
      this.journalLength += Buffer.byteLength(line) + 1;
    }
    return this.progress.parts > 0;
  }
}

function parsed<T>(line: string | undefined): T | undefined {
  try {
    return line ? (JSON.parse(line) as T) : undefined;
  } catch {
    return undefined;
  }
}

function requireSame(before: Fingerprint, now: Fingerprint, file: string): void {
  const hint =
    "Resume with the same data and options, or leave --resume out to begin from the start.";
  const differ = (what: string) => new DataError(what, { hint, location: { file } });
  if (before.version !== now.version) {
    throw differ(`the interrupted run was one of foretell ${before.version}, not ${now.version}`);
  }
  if (before.data !== now.data) throw differ("the interrupted run was on other data");
  if (before.work !== now.work) throw differ("the interrupted run had other options");
}
