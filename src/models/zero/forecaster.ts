import type { Arena } from "../../engine/memory.js";
import { bind, Tape } from "../../engine/tape.js";
import {
  CANDIDATES,
  FUTURE_CHANNELS,
  type Instance,
  PAST_CHANNELS,
  PATCH,
  TRAITS,
} from "./instance.js";
import type { ZeroInputs, ZeroNetwork } from "./network.js";
import { QUANTILES } from "./quantiles.js";

/** Most series, and most patches of all of them, in one forward pass: long horizons take memory. */
const MAX_ROWS = 128;
const MAX_PATCHES = 16384;

/** Places the inputs of `rows` instances on a tape. */
export function recordInputs(tape: Tape, back: number, ahead: number, rows: number): ZeroInputs {
  return {
    past: tape.input([back, rows, PATCH * PAST_CHANNELS]),
    future: tape.input([ahead, rows, PATCH * FUTURE_CHANNELS]),
    candidates: tape.input([ahead, rows, PATCH, CANDIDATES]),
    traits: tape.input([rows, TRAITS]),
    noise: tape.input([1, rows, 1, 1]),
  };
}

/** Copies instances, one a row, to where a tape has their inputs. */
export function loadInstances(
  arena: Arena,
  inputs: ZeroInputs,
  instances: readonly Instance[],
): void {
  const view = ({ at, size }: { at: number; size: number }) => arena.view(at, size);
  const rows = instances.length;
  const [past, future, candidates] = [inputs.past, inputs.future, inputs.candidates].map(view);
  const [traits, noise] = [inputs.traits, inputs.noise].map(view);
  instances.forEach((instance, row) => {
    interleave(instance.past, past, PATCH * PAST_CHANNELS, row, rows);
    interleave(instance.future, future, PATCH * FUTURE_CHANNELS, row, rows);
    interleave(instance.candidates, candidates, PATCH * CANDIDATES, row, rows);
    traits.set(instance.traits, row * TRAITS);
    noise[row] = instance.noise;
  });
}

/** Puts the steps of a row, [steps, width], into those of all rows, [steps, rows, width]. */
export function interleave(
  from: Float32Array,
  to: Float32Array,
  width: number,
  row: number,
  rows: number,
): void {
  for (let step = 0; step * width < from.length; step++) {
    to.set(from.subarray(step * width, (step + 1) * width), (step * rows + row) * width);
  }
}

/** Items whose instances have equally many patches back, which can run together, in order of appearance. */
export function groupedByLength<T>(items: readonly T[], instanceOf: (item: T) => Instance): T[][] {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const { length } = instanceOf(item).past;
    const group = groups.get(length);
    if (group) group.push(item);
    else groups.set(length, [item]);
  }
  return [...groups.values()];
}

/**
 * Forecasts instances with equally many patches ahead, those of one length together.
 *
 * @param weights address of the network's weights
 * @returns quantiles of each instance in its own units, ascending, [patches ahead · PATCH, QUANTILES]
 */
export function forecastInstances(
  arena: Arena,
  network: ZeroNetwork,
  weights: number,
  instances: readonly Instance[],
): Float64Array[] {
  const results: Float64Array[] = new Array(instances.length);
  const places = instances.map((_, i) => i);
  for (const indices of groupedByLength(places, (i) => instances[i])) {
    const { past, base } = instances[indices[0]];
    const patches = past.length / (PATCH * PAST_CHANNELS) + base.length / PATCH;
    const rows = Math.min(MAX_ROWS, Math.max(1, Math.floor(MAX_PATCHES / patches)));
    for (let from = 0; from < indices.length; from += rows) {
      const part = indices.slice(from, from + rows);
      forecastTogether(
        arena,
        network,
        weights,
        part.map((i) => instances[i]),
      ).forEach((quantiles, k) => {
        results[part[k]] = quantiles;
      });
    }
  }
  return results;
}

function forecastTogether(
  arena: Arena,
  network: ZeroNetwork,
  weights: number,
  instances: readonly Instance[],
): Float64Array[] {
  const mark = arena.mark();
  const rows = instances.length;
  const [{ past, base }] = instances;
  const ahead = base.length / PATCH;
  const tape = new Tape(arena, { weights });
  const inputs = recordInputs(tape, past.length / (PATCH * PAST_CHANNELS), ahead, rows);
  const output = network.forward(tape, inputs);
  const { forward } = tape.finish();
  loadInstances(arena, inputs, instances);
  bind(forward, arena.kernels)();
  const values = arena.view(output.at, output.size);
  const width = PATCH * QUANTILES.length;
  const forecasts = instances.map((instance, row) => {
    const quantiles = new Float64Array(ahead * width);
    for (let p = 0; p < ahead; p++) {
      for (let i = 0; i < width; i++) {
        const step = p * PATCH + Math.floor(i / QUANTILES.length);
        quantiles[p * width + i] =
          instance.base[step] + instance.scale * values[(p * rows + row) * width + i];
      }
    }
    // Rearranged where they cross (Chernozhukov, Fernández-Val & Galichon 2010).
    for (let h = 0; h < ahead * PATCH; h++) {
      quantiles.subarray(h * QUANTILES.length, (h + 1) * QUANTILES.length).sort();
    }
    return quantiles;
  });
  arena.release(mark);
  return forecasts;
}
