import { createHash } from "node:crypto";
import type { Panel, Series } from "../data/panel/panel.js";

/** Series and observations of a part, at most: some tens of milliseconds of the quicker models. */
const PART_SERIES = 64;
const PART_OBSERVATIONS = 50_000;

/** A panel in memory, part by part in its order; how it is cut depends on nothing else. */
export function* partsOfPanel({
  series,
}: Pick<Panel, "series">): Generator<{ readonly series: readonly Series[] }> {
  let from = 0;
  let observations = 0;
  for (let s = 0; s < series.length; s++) {
    observations += series[s].y.length;
    const full = s + 1 - from >= PART_SERIES || observations >= PART_OBSERVATIONS;
    if (!full && s + 1 < series.length) continue;
    yield { series: series.slice(from, s + 1) };
    [from, observations] = [s + 1, 0];
  }
}

/** A hash of all that models see of a panel, in its order: ids, dates, observations and columns. */
export function hashOfPanel({ series }: Pick<Panel, "series">): string {
  const hash = createHash("sha256");
  for (const one of series) hash.update(digestOfSeries(one));
  return hash.digest("hex");
}

/** 32 bytes; a panel's hash is that of the digests of its series, one after the other. */
export function digestOfSeries(one: Series): Uint8Array {
  const hash = createHash("sha256");
  const add = (values: Float64Array | undefined) => {
    if (values) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    hash.update("|");
  };
  hash.update(`${JSON.stringify(one.id)}\n`);
  for (const values of [one.ds, one.y, one.ahead, one.observed, one.recorded]) add(values);
  for (const columns of [one.past, one.pastObserved, one.future]) {
    for (const [name, values] of columns ?? []) {
      hash.update(JSON.stringify(name));
      add(values);
    }
  }
  if (one.static) hash.update(JSON.stringify([...one.static]));
  return hash.digest();
}
