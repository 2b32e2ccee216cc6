import type { Series } from "../data/panel/panel.js";
import { hasFailed, type SeriesFailure, seriesForecaster } from "./forecast-series.js";
import type { Plan } from "./plan.js";
import { type RowFormat, rowsWriter } from "./rows.js";
import { isOfShard, type Shard } from "./shard.js";

/** What is done with every part of a panel. */
export interface PartTask {
  readonly plan: Plan;
  readonly format: RowFormat;
  /** The share of the series that is wanted; all without. */
  readonly shard?: Shard;
}

/** What came of the series of a part. */
export interface PartAnswer {
  /** Rows of the series that were forecast, one after the other. */
  readonly bytes: Uint8Array;
  /** Number of the part's series, whether they are wanted or not. */
  readonly series: number;
  /** Pairs of each series with rows: its place in the part, and the number of its bytes. */
  readonly rows: Uint32Array;
  readonly failures: readonly SeriesFailure[];
  readonly warnings: readonly PartWarning[];
}

export interface PartWarning {
  readonly message: string;
  /** Of the model that warns. */
  readonly label: string;
}

export type PartWorker = (series: readonly Series[]) => Promise<PartAnswer>;

export async function partWorker({ plan, format, shard }: PartTask): Promise<PartWorker> {
  const forecast = await seriesForecaster(plan);
  const write = rowsWriter(plan, format);
  return async (series) => {
    const pieces: Buffer[] = [];
    const rows: number[] = [];
    const failures: SeriesFailure[] = [];
    const warnings: PartWarning[] = [];
    const places = [...series.keys()].filter((s) => !shard || isOfShard(series[s].id, shard));
    const outcomes = await forecast(
      places.map((place) => series[place]),
      (message, label) => warnings.push({ message, label }),
    );
    for (const [i, outcome] of outcomes.entries()) {
      if (hasFailed(outcome)) {
        failures.push(outcome);
        continue;
      }
      const piece = write(outcome);
      pieces.push(piece);
      rows.push(places[i], piece.length);
    }
    const joined = Buffer.concat(pieces);
    return {
      // Memory of its own: small buffers are views of a pool, which a message would take along.
      bytes: new Uint8Array(joined),
      series: series.length,
      rows: Uint32Array.from(rows),
      failures,
      warnings,
    };
  };
}
