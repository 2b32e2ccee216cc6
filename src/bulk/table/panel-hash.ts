import { createHash } from "node:crypto";
import type { Panel, Series } from "../../data/panel/panel.js";

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
