import type { Panel, Series } from "../../data/panel/from-table.js";
import { medianSteps } from "../../data/panel/time-steps.js";
import { idsOf, isHeld, longestOf, type WidePanel } from "../../data/wide/wide-panel.js";
import { withArena } from "../../engine/memory.js";
import type { TrainingResult } from "../../engine/trainer.js";
import { DataError, FitError } from "../../errors.js";
import { lastWindows } from "../../features/windows.js";
import { reachOf } from "../forecast-bounds.js";
import type {
  FitContext,
  FittedModel,
  Model,
  SeriesForecast,
  Shared,
  TrainingSummary,
} from "../model.js";
import { robust } from "../robust.js";
import { InvalidState } from "../state-reader.js";
import { learnStatics, staticNames } from "../static-encoding.js";
import { chooseContext } from "./choose-context.js";
import { type Choice, chooseTransforms } from "./choose-transforms.js";
import { irregularHorizon } from "./irregular-horizon.js";
import { forecastOfQuantiles, quantilesOf } from "./learned-quantiles.js";
import { forecastWindows } from "./many-origins.js";
import type { NetworkShape } from "./network.js";
import { networksFromState, type TrainedNetwork } from "./network-state.js";
import { MAX_FORWARD_ROWS, NetworkTrainer, type WindowModel } from "./network-trainer.js";
import { watchGradients } from "./read-gradients.js";
import { prepareSamples, prepareWide } from "./samples.js";
import { budgetToGoOn, chooseBudget, MANY_WINDOWS } from "./training-budget.js";
import { trainingWindows } from "./training-windows.js";

/**
 * A model that trains one network over all series of a panel, or one for each. Each window is taken
 * relative to its last value, so that the network learns changes, unless the model wants it centred.
 * {@link logDeseasonScale} transforms the series first.
 */
export function windowModel(name: string, model: WindowModel): Model {
  const visible = model.observing ? (panel: Panel) => panel : withoutObservedMask;
  const shared = sharedOf(name, model);
  /** The last training, and before it the one that it went on from. */
  let before: readonly Latest[] = [];
  return robust({
    name,
    intervals: model.options.loss === "quantile",
    ...(shared && { shared }),
    async fit(given, context) {
      const panel = visible(given);
      if (context.reuse === "network") {
        const nearly = before.find((one) => !one.stopped && isNearly(one, panel, context));
        if (nearly) return restore(model, nearly.networks, panel, visible);
      }
      const [latest] = before;
      const goesOn = context.reuse === "network" || context.beyond !== undefined;
      const earlier = goesOn ? before.find((one) => isEarlier(one, panel, context)) : undefined;
      const { signal } = context;
      const asEarlier = ({ networks, training }: Latest) => ({
        ...restore(model, networks, panel, visible),
        training,
      });
      if (earlier && signal?.aborted) return asEarlier(earlier);
      const together = model.options.scope === "global" || panel.series.length === 1;
      const parts = together
        ? [panel]
        : panel.series.map((series) => ({ ...panel, series: [series] }));
      const trained: Trained[] = [];
      for (const part of parts) {
        const { onFlow: _, ...others } = context;
        const choice = (earlier ?? latest)?.choices[trained.length];
        const isKnown = choice && (earlier || (context.reuse && isSeen(choice, part)));
        const known = isKnown ? choice : undefined;
        const from = earlier?.networks[trained.length];
        const own = part === parts[0] ? context : others;
        try {
          trained.push(await train(part, model, own, known, from));
        } catch (error) {
          // Stopped before the first step of going on.
          if (earlier && signal?.aborted && error instanceof FitError) return asEarlier(earlier);
          throw error;
        }
        context.onSeries?.({ done: trained.length, all: parts.length });
      }
      const [{ training: last, gradientFlow }] = trained;
      const epochs = last.epochs + (trained[0].wentOn ? earlier!.training.epochs : 0);
      const training = { ...last, epochs };
      const networks = trained.map(({ learned }) => learned);
      const choices = trained.map(({ choice }) => choice);
      const stopped = signal?.aborted === true;
      const now = { panel, context, networks, choices, training, stopped };
      before = earlier ? [now, earlier] : [now];
      const restored = restore(model, networks, panel, visible);
      return { ...restored, training, ...(gradientFlow && { gradientFlow }) };
    },
    goesOn({ series }, beyond) {
      const { epochs, scope, seeds } = model.options;
      const all = series.reduce((sum, { y }) => sum + y.length, 0);
      const few = series.every(({ y }) => beyond <= MAX_GOING_ON * (y.length - beyond));
      const together = scope === "global" || series.length === 1;
      return epochs === 0 && seeds === 1 && together && all >= MIN_TO_GO_ON && few;
    },
    restore(state, given) {
      const panel = visible(given);
      const networks = networksFromState(state, model);
      checkColumns(name, networks[0], panel);
      if (networks.length === 1 && networks[0].shape.series) checkSeries(name, networks[0], panel);
      return restore(model, networksFor(name, networks, panel), panel, visible);
    },
    requireState(state, { series }) {
      const longest = series.reduce((max, { y }) => Math.max(max, y.length), 0);
      for (const { shape } of networksFromState(state, model)) {
        // A network was trained on windows of the series.
        if (shape.context > Math.max(2, longest) || shape.horizon > longest) {
          throw new InvalidState(
            `a context of ${shape.context} and a horizon of ${shape.horizon} are not those of ${longest} observations`,
          );
        }
      }
    },
  });
}

/** What one network learns of all series; nothing where it tells them apart, or sees what is missing. */
function sharedOf(name: string, model: WindowModel): Shared | undefined {
  const { options, observing, tellsApart } = model;
  if (options.scope !== "global" || observing || tellsApart) return undefined;
  return {
    async learn(panel, context) {
      const { learned } = await train(
        isHeld(panel) ? withoutObservedMask(panel) : panel,
        model,
        context,
      );
      return [{ ...learned, ids: [] }];
    },
    given(state) {
      const networks = networksFromState(state, model);
      return {
        name,
        local: true,
        intervals: options.loss === "quantile",
        async fit(given) {
          checkColumns(name, networks[0], given);
          return restore(model, networks, withoutObservedMask(given), withoutObservedMask);
        },
        restore: (_, given) =>
          restore(model, networks, withoutObservedMask(given), withoutObservedMask),
        requireState: () => {},
      };
    },
  };
}

/** What was trained last, and on what. */
interface Latest {
  readonly panel: Panel;
  readonly context: Pick<FitContext, "horizon" | "seed">;
  readonly networks: readonly TrainedNetwork[];
  /** Of each network. */
  readonly choices: readonly Choice[];
  readonly training: TrainingSummary;
  /** Whether it was interrupted. */
  readonly stopped: boolean;
}

/** Observations from which training takes long enough for a fit to go on from another. */
const MIN_TO_GO_ON = 2 * MANY_WINDOWS;

/** Share of its observations by which a series may have grown for a network to go on. */
const MAX_GOING_ON = 0.1;

/** Share of its observations by which a series may have grown for a network to be taken as one of it. */
const MAX_GROWTH = 0.05;

/** Whether a training saw nearly all of these series, as they are, and nothing after them. */
function isNearly(
  { panel: { series }, context }: Latest,
  panel: Panel,
  { horizon, seed }: FitContext,
): boolean {
  return (
    context.horizon === horizon &&
    context.seed === seed &&
    series.length === panel.series.length &&
    series.every((one, s) => {
      const now = panel.series[s];
      return isStartOf(one, now) && now.y.length - one.y.length <= MAX_GROWTH * one.y.length;
    })
  );
}

/**
 * Whether a training was of these series up to some time shortly before their end. Their values may differ:
 * what is an outlier or a shift of the level is seen anew.
 */
function isEarlier(
  { panel: { series }, context }: Latest,
  panel: Panel,
  { horizon, seed }: FitContext,
): boolean {
  return (
    context.horizon === horizon &&
    context.seed === seed &&
    series.length === panel.series.length &&
    series.every(({ id, ds, y }, s) => {
      const now = panel.series[s];
      const grown = now.y.length - y.length;
      const isSame = id === now.id && ds.every((date, t) => date === now.ds[t]);
      return isSame && grown >= 0 && grown <= MAX_GOING_ON * y.length;
    })
  );
}

/** Whether transforms were chosen by what these series began with, and nothing else. */
function isSeen({ seen }: Choice, { series }: Panel): boolean {
  if (!isHeld(seen)) return false;
  const byId = new Map(series.map((one) => [one.id, one]));
  return seen.series.every((one) => {
    const now = byId.get(one.id);
    return now !== undefined && isStartOf(one, now);
  });
}

function isStartOf({ id, ds, y }: Series, now: Series): boolean {
  return (
    id === now.id &&
    now.y.length >= y.length &&
    ds.every((date, t) => date === now.ds[t]) &&
    y.every((value, t) => Object.is(value, now.y[t]))
  );
}

/** Networks without an observation mask take filled values for observations. */
function withoutObservedMask(panel: Panel): Panel {
  const { series } = panel;
  return { ...panel, series: series.map(({ observed: _, ...one }) => one) };
}

/** One network for all series, or one for each of them in the panel's order. */
function restore(
  model: WindowModel,
  networks: readonly TrainedNetwork[],
  panel: Panel,
  visible: (panel: Panel) => Panel,
): FittedModel {
  const alone = networks.length === 1;
  return {
    state: networks,
    forecast: (steps, levels) =>
      networks.flatMap((learned, s) => {
        const part = alone ? panel : { ...panel, series: [panel.series[s]] };
        return forecastPanel(model, learned, part, steps, levels);
      }),
    // A recursive network forecasts one step at a time, not the whole horizon.
    ...(!model.recursive && {
      forecastWindows: (longer, windows, each) =>
        networks.forEach((learned, s) => {
          const mine = alone ? windows : windows.filter(({ series }) => series === s);
          forecastWindows(model, learned, visible(longer), mine, each);
        }),
    }),
  };
}

/** @throws DataError for a series that none of several networks was trained on */
function networksFor(name: string, networks: readonly TrainedNetwork[], { series, source }: Panel) {
  if (networks.length === 1) return networks;
  return series.map(({ id }) => {
    const found = networks.find(({ ids }) => ids.includes(id));
    if (found) return found;
    throw new DataError(`${name} has no network for series "${id}"`, {
      hint: "Train again with this series, or with scope=global.",
      location: { file: source },
    });
  });
}

/** @throws DataError for a series that a network with series as inputs was not trained on */
function checkSeries(name: string, { ids }: TrainedNetwork, { series, source }: Panel): void {
  const other = series.find(({ id }) => !ids.includes(id));
  if (!other) return;
  throw new DataError(
    `${name} distinguishes the series it was trained on, and "${other.id}" was not among them`,
    {
      hint: "Train again with this series, or without the option that tells series apart.",
      location: { file: source },
    },
  );
}

function checkColumns(
  name: string,
  { shape, statics = [] }: TrainedNetwork,
  { series, source }: Panel,
): void {
  const [first] = series;
  const ahead = first?.future?.size ?? 0;
  const fixed = staticNames(statics).length;
  const inputs = 1 + fixed + (first?.past?.size ?? 0) + ahead;
  if (inputs === shape.inputs && ahead === shape.ahead) return;
  throw new DataError(
    `${name} was trained with ${shape.inputs - 1 - fixed - shape.ahead} past and ${shape.ahead} future columns, and got ${inputs - 1 - fixed - ahead} and ${ahead}`,
    { hint: "Name the same columns with --past and --future.", location: { file: source } },
  );
}

type Trained = Pick<FittedModel, "gradientFlow"> &
  Required<Pick<FittedModel, "training">> & {
    readonly learned: TrainedNetwork;
    readonly choice: Choice;
    readonly wentOn: boolean;
  };

/**
 * @param known   what was chosen of no observations after these
 * @param earlier a network that has learned the same series but for the last observations, to go on from
 */
async function train(
  panel: WidePanel,
  model: WindowModel,
  fit: FitContext,
  known?: Choice,
  earlier?: TrainedNetwork,
): Promise<Trained> {
  const { options } = model;
  const held = isHeld(panel) ? panel : undefined;
  const longest = longestOf(panel);
  const interval = held && model.observing && held.irregular ? medianSteps(held) : undefined;
  const wanted = model.recursive ? 1 : fit.horizon;
  const horizon =
    interval === undefined ? wanted : irregularHorizon(held!, wanted, interval, longest, fit.warn);
  const context = chooseContext(longest, panel, horizon, options.context);
  const windows = trainingWindows(panel, { context, horizon }, fit.holdout);
  if (windows.training.length === 0) {
    throw new FitError(
      `no series is long enough to train on ${horizon} ${horizon === 1 ? "step" : "steps"} ahead`,
      `use ${horizon === 1 ? "" : "a shorter horizon (-H) or "}a model without training, such as -m ${panel.irregular ? "naive" : "seasonal-naive"}`,
    );
  }
  const quantiles = options.loss === "quantile" ? quantilesOf(fit.levels ?? [80, 95]) : [];
  const sizes = { context, horizon, ...(interval !== undefined && { interval }) };
  // Trials of few windows are quick, and tell better what suits the series as far as it is known now.
  const isMany = windows.training.length >= MANY_WINDOWS;
  const choice = (isMany && known) || (await chooseTransforms(panel, model, sizes, fit));
  const { preparation } = choice;
  const statics = held ? learnStatics(held) : [];
  const samples = await prepareWide(panel, preparation, { interval, statics }, fit.signal);
  if (samples === undefined) throw new FitError("training was stopped before its first step");
  const shape: NetworkShape = {
    ...sizes,
    inputs: 1 + samples.columns,
    ahead: samples.ahead,
    outputs: Math.max(1, quantiles.length),
    ...(model.tellsApart && { series: panel.series.length }),
  };
  const from =
    isMany &&
    options.epochs === 0 &&
    earlier &&
    canGoOn(earlier, [shape, preparation, quantiles, statics])
      ? earlier
      : undefined;
  const budget = chooseBudget(windows.training.length, options);
  const effort = from ? budgetToGoOn(budget, options.rate) : budget;
  const notice = model.notice?.(shape);
  if (notice) fit.warn(notice);
  const trained = await withArena(async (arena) => {
    const runs: {
      result: TrainingResult & Pick<TrainingSummary, "solver">;
      weights: Float32Array;
    }[] = [];
    const trainer = new NetworkTrainer(arena, model, shape, samples, quantiles);
    const watchedWindows = windows.validation.length ? windows.validation : windows.training;
    const watch = watchGradients(trainer, lastWindows(watchedWindows, MAX_FORWARD_ROWS), fit);
    for (let k = 0; k < options.seeds && (k === 0 || !fit.signal?.aborted); k++) {
      const result = await trainer.train(
        windows,
        fit.seed + k,
        fit,
        effort,
        k === 0 ? watch : undefined,
        from?.members[k],
      );
      runs.push({ result, weights: trainer.weights().slice() });
    }
    trainer.weights().set(runs[0].weights);
    return {
      runs,
      flow: await watch("trained", runs[0].result.epoch),
      count: trainer.network.parameters.count,
    };
  });
  const { result } = trained.runs[0];
  return {
    training: {
      epochs: result.epochs,
      loss: result.loss,
      validationLoss: result.validationLoss,
      parameters: trained.count,
      ...(model.receptiveField && {
        receptive: { field: model.receptiveField(shape), window: context },
      }),
      ...(result.solver && { solver: result.solver }),
    },
    ...(trained.flow && { gradientFlow: trained.flow }),
    choice,
    wentOn: from !== undefined,
    learned: {
      ids: idsOf(panel),
      shape: { ...shape },
      preparation: { ...preparation },
      quantiles,
      ...(statics.length > 0 && { statics }),
      members: trained.runs.map(({ weights }) => weights),
    },
  };
}

/** Whether a network means by its weights what one of these would that is trained now. */
function canGoOn(
  { shape, preparation, quantiles, statics = [] }: TrainedNetwork,
  now: readonly unknown[],
): boolean {
  return JSON.stringify([shape, preparation, quantiles, statics]) === JSON.stringify(now);
}

/** Mean over the members' forecasts; beyond the trained horizon, forecasts are fed back as observations. */
function forecastPanel(
  model: WindowModel,
  { ids, shape, preparation, quantiles, members, statics = [] }: TrainedNetwork,
  panel: Panel,
  steps: number,
  levels?: readonly number[],
): SeriesForecast[] {
  const samples = prepareSamples(panel, preparation, { ids, statics, interval: shape.interval });
  const { horizon, outputs } = shape;
  const blocks = Math.ceil(steps / horizon);
  const adjusted = samples.series.map(() => new Float64Array(blocks * horizon * outputs));
  withArena((arena) => {
    const network = new NetworkTrainer(arena, model, shape, samples, quantiles);
    for (const weights of members) {
      network.weights().set(weights);
      const reach = samples.series.map(({ values }) => reachOf(values, blocks * horizon));
      const known = samples.series.map(({ values }) => {
        const extended = new Float64Array(values.length + blocks * horizon);
        extended.set(values);
        return extended;
      });
      for (let block = 0; block < blocks; block++) {
        const cuts = samples.series.map(({ values }, series) => ({
          series,
          cut: values.length + block * horizon,
        }));
        network.forward(cuts, known, (s, out, level, scale) => {
          const { cut } = cuts[s];
          for (let h = 0; h < horizon; h++) {
            // Unbounded, a network that follows its own forecasts may run away.
            known[s][cut + h] = reach[s](level + scale * out[h * outputs], block * horizon + h);
            for (let q = 0; q < outputs; q++) {
              const value = level + scale * out[h * outputs + q];
              adjusted[s][(block * horizon + h) * outputs + q] += value / members.length;
            }
          }
        });
      }
    }
  });
  return samples.series.map(({ id, values, restore }, s) => {
    const at = (q: number) =>
      Float64Array.from({ length: steps }, (_, h) =>
        restore(adjusted[s][h * outputs + q], values.length + h),
      );
    return { id, ...forecastOfQuantiles(quantiles, at, levels) };
  });
}
