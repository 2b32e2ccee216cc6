import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readPanel } from "../data/read/read-panel.js";
import type { Random } from "../numeric/random.js";
import type { SyntheticSeries } from "./synthetic-series.js";

/** A series of a table, and its season. */
export interface TableSeries {
  readonly y: Float64Array;
  readonly season: number;
}

/** Series to learn of besides those that are made up. */
export interface TableSource {
  readonly series: readonly TableSeries[];
  /** Share of the windows that are theirs, from 0 to 1. */
  readonly share: number;
}

/** Windows of context and horizon that are looked for in the tables before one is made up instead. */
const TRIES = 20;

/** All series of the tables in a folder, in the order of the files' names, each table with its own season. */
export async function readTables(folder: string): Promise<TableSeries[]> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
  const all: TableSeries[] = [];
  for (const name of names) {
    const { series, season } = await readPanel(join(folder, name));
    for (const { y } of series) all.push({ y, season });
  }
  if (all.length === 0) throw new Error(`${folder} has no tables`);
  return all;
}

/**
 * A window of `context` steps and `horizon` more of a series drawn at random, all series alike; undefined
 * where those drawn are shorter.
 */
export function drawWindow(
  random: Random,
  { series }: TableSource,
  context: number,
  horizon: number,
): SyntheticSeries | undefined {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { y, season } = series[random.below(series.length)];
    const room = y.length - context - horizon;
    if (room < 0) continue;
    const from = random.below(room + 1);
    return {
      y: y.slice(from, from + context + horizon),
      season: season * 2 <= context ? season : 1,
    };
  }
  return undefined;
}
