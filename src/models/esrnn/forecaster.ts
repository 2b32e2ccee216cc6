import type { Panel } from "../../data/panel/from-table.js";
import { withArena } from "../../engine/memory.js";
import type { TrainingResult } from "../../engine/trainer.js";
import { DataError, FitError } from "../../errors.js";
import type { Window } from "../../features/windows.js";
import { reachOf } from "../forecast-bounds.js";
import type { FitContext, FittedModel, Model, SeriesForecast } from "../model.js";
import { forecastOfQuantiles, quantilesOf } from "../neural/learned-quantiles.js";
import { watchGradients } from "../neural/read-gradients.js";
import { robust } from "../robust.js";
import { InvalidState } from "../state-reader.js";
import type { EsrnnChoices } from "./options.js";
import { type PreparedSeries, prepareSeries } from "./prepared-series.js";
import { budgetOf, chooseSizes, shapeOf } from "./sizes.js";
import { type LearnedEsrnn, learnedEsrnn } from "./state.js";
import { EsrnnTrainer } from "./trainer.js";

/** Windows of which gradients are read. */
const WATCHED = 16;

/** A model that smooths each series and forecasts it by a network over all of them, or by one for each. */
export function esrnnModel(options: EsrnnChoices): Model {
  return robust({
    name: "esrnn",
    intervals: options.loss === "quantile",
    async fit(panel, context) {
      const together = options.scope === "global" || panel.series.length === 1;
      const parts = together
        ? [panel]
        : panel.series.map((series) => ({ ...panel, series: [series] }));
      const trained: Trained[] = [];
      for (const part of parts) {
        if (context.signal?.aborted && trained.length > 0) break;
        const { onFlow: _, ...others } = context;
        trained.push(await train(part, options, trained.length === 0 ? context : others));
        context.onSeries?.({ done: trained.length, all: parts.length });
      }
      const [{ training, gradientFlow }] = trained as [Trained];
      const networks = trained.map(({ learned }) => learned);
      const done = together ? panel.series : panel.series.slice(0, networks.length);
      return {
        ...fittedTo(networks, { ...panel, series: done }, options),
        training,
        ...(gradientFlow && { gradientFlow }),
      };
    },
    restore(state, panel) {
      return fittedTo(networksFor(panel, state as unknown as LearnedEsrnn[]), panel, options);
    },
    requireState(state, { series }) {
      const longest = series.reduce((most, { y }) => Math.max(most, y.length), 0);
      for (const { steps, window, horizon } of learnedEsrnn(options)(state, "state")) {
        if (steps > longest || window > Math.max(2, longest) || horizon > longest) {
          throw new InvalidState(
            `${steps} steps, a window of ${window} and a horizon of ${horizon} are not those of ${longest} observations`,
          );
        }
      }
    },
  });
}

/** @throws DataError for a series that none of several networks was trained on */
function networksFor({ series, source }: Panel, networks: readonly LearnedEsrnn[]) {
  if (networks.length === 1) return networks;
  return series.map(({ id }) => {
    const found = networks.find(({ ids }) => ids.includes(id));
    if (found) return found;
    throw new DataError(`esrnn has no network for series "${id}"`, {
      hint: "Train again with this series, or with scope=global.",
      location: { file: source },
    });
  });
}

type Trained = Required<Pick<FittedModel, "training">> &
  Pick<FittedModel, "gradientFlow"> & { readonly learned: LearnedEsrnn };

async function train(panel: Panel, options: EsrnnChoices, fit: FitContext): Promise<Trained> {
  const sizes = chooseSizes(panel, fit.horizon, options);
  const quantiles = options.loss === "quantile" ? quantilesOf(fit.levels ?? [80, 95]) : [];
  const ids = panel.series.map(({ id }) => id);
  const lengths = panel.series.map(({ y }) => y.length);
  const longest = Math.max(...lengths);
  const held = fit.holdout ?? Math.max(1, Math.round(Math.min(longest * 0.1, sizes.horizon)));
  if (longest < held + 3) {
    throw new FitError(
      `no series is long enough to train on: the longest has ${longest} observations`,
      "Use a model without training, such as -m seasonal-naive.",
    );
  }
  const shape = shapeOf({ ...sizes, quantiles, ids }, options);
  const series = prepareSeries(panel, options.log);
  const budget = budgetOf(ids.length, sizes.steps, options);
  return withArena(async (arena) => {
    const trainer = new EsrnnTrainer(arena, options, shape, series, quantiles);
    const cuts = lengths.map((length, s) => ({
      series: s,
      cut: Math.max(1, length - Math.min(held, sizes.horizon)),
    }));
    const watch = watchGradients(trainer, cuts.slice(-WATCHED), fit);
    const runs: { result: TrainingResult; weights: Float32Array }[] = [];
    for (let k = 0; k < options.seeds && (k === 0 || !fit.signal?.aborted); k++) {
      const seed = fit.seed + k;
      const result = await trainer.train(held, seed, fit, budget, k === 0 ? watch : undefined);
      runs.push({ result, weights: trainer.weights().slice() });
    }
    const [{ result, weights }] = runs as [(typeof runs)[number]];
    trainer.weights().set(weights);
    const gradientFlow = await watch("trained", result.epoch);
    return {
      training: {
        epochs: result.epochs,
        loss: result.loss,
        validationLoss: result.validationLoss,
        parameters: trainer.network.parameters.count,
      },
      ...(gradientFlow && { gradientFlow }),
      learned: { ...sizes, quantiles, ids, members: runs.map((run) => run.weights) },
    };
  });
}

/** @param networks one for all series, or one for each of them in the panel's order */
function fittedTo(
  networks: readonly LearnedEsrnn[],
  panel: Panel,
  options: EsrnnChoices,
): FittedModel {
  const alone = networks.length === 1;
  return {
    state: networks,
    forecast: (horizon, levels) =>
      networks.flatMap((learned, s) => {
        const part = alone ? panel : { ...panel, series: [panel.series[s]] };
        return forecastPanel(learned, part, options, horizon, levels);
      }),
    forecastWindows: (longer, windows, each) =>
      networks.forEach((learned, s) => {
        const mine = alone ? windows : windows.filter(({ series }) => series === s);
        forecastWindows(learned, longer, options, mine, each);
      }),
  };
}

/** The trained network over series, which may be others. */
function trainerOf(
  learned: LearnedEsrnn,
  series: readonly PreparedSeries[],
  options: EsrnnChoices,
  arena: ConstructorParameters<typeof EsrnnTrainer>[0],
): EsrnnTrainer {
  const { ids, quantiles } = learned;
  const places = new Map(ids.map((id, i) => [id, i]));
  return new EsrnnTrainer(
    arena,
    options,
    shapeOf(learned, options),
    series,
    quantiles,
    series.map(({ id }) => places.get(id) ?? ids.length),
  );
}

/** Mean over the members' forecasts; beyond the trained horizon, forecasts are fed back as observations. */
function forecastPanel(
  learned: LearnedEsrnn,
  panel: Panel,
  options: EsrnnChoices,
  steps: number,
  levels?: readonly number[],
): SeriesForecast[] {
  const { horizon, season, quantiles, members } = learned;
  const prepared = prepareSeries({ ...panel, season }, options.log);
  const outputs = Math.max(1, quantiles.length);
  const blocks = Math.ceil(steps / horizon);
  const sums = prepared.map(() => new Float64Array(blocks * horizon * outputs));
  withArena((arena) => {
    const trainer = trainerOf(learned, prepared, options, arena);
    const reach = prepared.map(({ values }) => reachOf(values, blocks * horizon));
    for (const weights of members) {
      trainer.weights().set(weights);
      const known = prepared.map(({ values }) => {
        const extended = new Float64Array(values.length + blocks * horizon);
        extended.set(values);
        return extended;
      });
      for (let block = 0; block < blocks; block++) {
        const cuts = prepared.map(({ values }, series) => ({
          series,
          cut: values.length + block * horizon,
        }));
        trainer.forward(cuts, known, (s, out) => {
          const [first, { cut }] = [block * horizon, cuts[s]];
          for (let h = 0; h < horizon; h++) {
            known[s][cut + h] = reach[s](out[h * outputs], first + h);
            for (let q = 0; q < outputs; q++) {
              sums[s][(first + h) * outputs + q] += out[h * outputs + q] / members.length;
            }
          }
        });
      }
    }
  });
  return prepared.map(({ id, values, restore }, s) => ({
    id,
    ...forecastOfQuantiles(
      quantiles,
      (q) =>
        Float64Array.from({ length: steps }, (_, h) =>
          restore(sums[s][h * outputs + q], values.length + h),
        ),
      levels,
    ),
  }));
}

function forecastWindows(
  learned: LearnedEsrnn,
  panel: Panel,
  options: EsrnnChoices,
  windows: readonly Window[],
  each: (window: Window, mean: Float64Array) => void,
): void {
  const { season, horizon, quantiles, members } = learned;
  const known = windows.reduce((min, { cut }) => Math.min(min, cut), Number.POSITIVE_INFINITY);
  const prepared = prepareSeries({ ...panel, season }, options.log, known);
  const values = prepared.map((one) => one.values);
  const outputs = Math.max(1, quantiles.length);
  const sums = windows.map(() => new Float64Array(horizon));
  withArena((arena) => {
    const trainer = trainerOf(learned, prepared, options, arena);
    for (const weights of members) {
      trainer.weights().set(weights);
      trainer.forward(windows, values, (row, out) => {
        for (let h = 0; h < horizon; h++) sums[row][h] += out[h * outputs] / members.length;
      });
    }
  });
  for (const [row, window] of windows.entries()) {
    const { restore } = prepared[window.series];
    each(
      window,
      sums[row].map((sum, h) => restore(sum, window.cut + h)),
    );
  }
}
