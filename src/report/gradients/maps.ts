import { type HeatRow, heatmap, SHADES, shadeLegend } from "../charts/heatmap.js";
import { beside, drawingsAcross, shareOf } from "../charts/side-by-side.js";
import { type Appearance, paint } from "../text/appearance.js";
import type { FlowRun } from "./report.js";
import { distanceAxis, overSteps } from "./values.js";

/** Narrowest heat map that is worth having beside another one. */
const MIN_MAP_WIDTH = 27;
/** Rows of a heat map. */
const MAP_ROWS = 9;

/** Shades of a share of the last step's norm; blank is what counts as lost. */
const SHARES = [1e-3, 1e-2, 1e-1, 1 / 3] as const;

function shadeOfShare(share: number): number {
  let shade = 0;
  for (const least of SHARES) if (share >= least) shade++;
  return shade;
}

/** Time by epoch: one map a model. */
export function epochMaps(runs: readonly FlowRun[], appearance: Appearance): string {
  const chalk = paint(appearance);
  const each = widthOfMaps(runs.length, appearance.width);
  const maps = runs.map((run) => {
    const rows = spread([run.initial, ...run.training], MAP_ROWS).map(
      ({ epoch, flow }): HeatRow => ({
        label: String(epoch),
        values: overSteps(relative(flow.hidden), flow.stride, run.steps),
      }),
    );
    const map = heatmap(rows, distanceAxis(run.steps), shadeOfShare, {
      ...appearance,
      width: each,
    });
    return `${chalk.bold(run.label)}\n${map}`;
  });
  const what = chalk.bold("while training: epoch (down) by steps back");
  const legend = shadeLegend(["from 1/3", "1/10", "1/100", "1/1000", "lost"], appearance);
  return `${what}\n${legend}\n\n${beside(maps, each, appearance.width)}`;
}

function widthOfMaps(count: number, width: number): number {
  const bands = Math.ceil(count / drawingsAcross(MIN_MAP_WIDTH, width));
  return shareOf(width, Math.ceil(count / bands));
}

/** Shares of the last step's norm. */
function relative(hidden: readonly number[]): number[] {
  const last = hidden[hidden.length - 1];
  return hidden.map((norm) => (last > 0 ? norm / last : 0));
}

/** At most `count` of the items, evenly spread, with the first and the last. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]!,
  );
}

/** Layer by time of those networks that have several layers with time: the way back from top to bottom. */
export function layerMaps(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const chalk = paint(appearance);
  const timed = runs
    .map((run) => ({
      run,
      layers: run.trained.flow.layers.filter(({ steps }) => steps.length > 1),
    }))
    .filter(({ layers }) => layers.length > 1);
  if (timed.length === 0) return [];
  const each = widthOfMaps(timed.length, appearance.width);
  const maps = timed.map(({ run, layers }) => {
    const largest = Math.max(...layers.flatMap(({ steps }) => steps));
    const rows = spread([...layers].reverse(), MAP_ROWS).map(({ name, steps }): HeatRow => {
      const at = (t: number) => steps[Math.floor((t * steps.length) / run.steps)] / largest;
      return { label: name, values: Array.from({ length: run.steps }, (_, t) => at(t)) };
    });
    const map = heatmap(rows, distanceAxis(run.steps), shadeOfShare, {
      ...appearance,
      width: each,
    });
    return `${chalk.bold(run.label)}\n${map}`;
  });
  const what = chalk.bold("after training: layer (the top one first) by steps back");
  const legend = shadeLegend(["from 1/3 of the largest", "1/10", "1/100", "1/1000"], appearance);
  return [`${what}\n${legend}\n\n${beside(maps, each, appearance.width)}`];
}

/** Gates of the trained cells over the window: one map a gate, its cells from the most to the least open. */
export function gateMaps(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const chalk = paint(appearance);
  const each = widthOfMaps(4, appearance.width);
  const maps = runs.flatMap((run) =>
    (run.trained.cell?.gates ?? []).map(({ name, means }) => {
      const cells = means[0].map((_, i) => means.map((step) => Math.abs(step[i])));
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      const sorted = cells.sort((a, b) => total(b) - total(a));
      const largest = Math.max(1, ...sorted.flat());
      const shade = (value: number) => Math.min(SHADES - 1, Math.floor((value / largest) * SHADES));
      const rows = spread(sorted, MAP_ROWS - 1).map((values) => ({ label: "", values }));
      const map = heatmap(rows, distanceAxis(run.steps), shade, { ...appearance, width: each });
      return `${chalk.bold(run.label)} ${GATES[name] ?? name}\n${map}`;
    }),
  );
  if (maps.length === 0) return [];
  const what = chalk.bold("gates after training: cells, the most open on top, by steps back");
  const legend = shadeLegend(["open, from 0.8", "0.6", "0.4", "0.2", "closed"], appearance);
  return [`${what}\n${legend}\n\n${beside(maps, each, appearance.width)}`];
}

const GATES: Readonly<Record<string, string>> = {
  i: "input gate",
  f: "forget gate",
  o: "output gate",
  r: "reset gate",
  z: "update gate",
  h: "units, without their sign",
};
