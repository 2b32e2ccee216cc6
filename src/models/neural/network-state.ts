import type { State } from "../model.js";
import { fieldsOf, InvalidState, listOf, numberOf, textOf, wholeOf } from "../state-reader.js";
import { type StaticEncoding, staticsFromState } from "../static-encoding.js";
import type { NetworkShape } from "./network.js";
import type { WindowModel } from "./network-trainer.js";
import type { Preparation } from "./samples.js";

/** One trained network, or several of different seeds; plain data. */
export interface TrainedNetwork {
  readonly [key: string]: State;
  /** Ids of the series it was trained on. */
  readonly ids: readonly string[];
  readonly shape: State & NetworkShape;
  readonly preparation: State & Preparation;
  readonly quantiles: readonly number[];
  /** How static columns become inputs; absent where there are none. */
  readonly statics?: StaticEncoding;
  /** Weights, one vector for each seed. */
  readonly members: readonly Float32Array[];
}

const MAX_SIZE = 1_000_000;

/**
 * Reads networks from a saved state. Their weights must be as many as the model has at that shape, so
 * that a damaged file cannot ask for more memory than its own size.
 *
 * @throws Unexpected for anything else, before memory is taken for it
 */
export function networksFromState(state: State, model: WindowModel): TrainedNetwork[] {
  const networks = listOf(state, "state", (item, what) => networkFromState(item, what, model));
  if (networks.length === 0) throw new InvalidState("state is empty");
  return networks;
}

function networkFromState(value: State, what: string, model: WindowModel): TrainedNetwork {
  const fields = fieldsOf(value, what);
  const shape = shapeFromState(fields.shape, `${what}.shape`);
  const quantiles = listOf(fields.quantiles, `${what}.quantiles`, (item, name) =>
    numberOf(item, name, 0, 1),
  );
  if (Math.max(1, quantiles.length) !== shape.outputs) {
    throw new InvalidState(
      `${what} has ${shape.outputs} outputs for ${quantiles.length} quantiles`,
    );
  }
  const { size } = model.build(shape).parameters;
  const members = listOf(fields.members, `${what}.members`, (item, name) => {
    if (!(item instanceof Float32Array))
      throw new InvalidState(`${name} must be a vector of floats`);
    if (item.length === size) return item;
    throw new InvalidState(`${name} has ${item.length} weights instead of ${size}`);
  });
  if (members.length === 0) throw new InvalidState(`${what}.members is empty`);
  const ids = listOf(fields.ids, `${what}.ids`, textOf);
  if (ids.length !== (shape.series ?? ids.length)) {
    throw new InvalidState(`${what} tells ${shape.series} series apart, and names ${ids.length}`);
  }
  const preparation = preparationFromState(fields.preparation, `${what}.preparation`);
  const statics = staticsFromState(fields.statics, `${what}.statics`);
  return {
    ...{ ids, shape, preparation, quantiles, members },
    ...(statics.length > 0 && { statics }),
  };
}

function shapeFromState(value: State | undefined, what: string): State & NetworkShape {
  const fields = fieldsOf(value, what);
  const size = (name: keyof NetworkShape, min: number, max: number) =>
    wholeOf(fields[name], `${what}.${name}`, min, max);
  const inputs = size("inputs", 1, MAX_SIZE);
  return {
    context: size("context", 1, MAX_SIZE),
    horizon: size("horizon", 1, MAX_SIZE),
    inputs,
    ahead: size("ahead", 0, inputs - 1),
    outputs: size("outputs", 1, MAX_SIZE),
    ...(fields.series !== undefined && { series: size("series", 1, MAX_SIZE) }),
    ...(fields.interval !== undefined && {
      interval: numberOf(fields.interval, `${what}.interval`, Number.MIN_VALUE, Number.MAX_VALUE),
    }),
  };
}

function preparationFromState(value: State | undefined, what: string): State & Preparation {
  const fields = fieldsOf(value, what);
  const flag = (name: keyof Preparation) => {
    // Files of earlier versions lack the options that did not exist then.
    const given = fields[name] ?? false;
    if (typeof given === "boolean") return given;
    throw new InvalidState(`${what}.${name} must be true or false`);
  };
  return {
    log: flag("log"),
    deseason: flag("deseason"),
    seasonUnit: flag("seasonUnit"),
    difference: flag("difference"),
    windowScale: flag("windowScale"),
    centred: flag("centred"),
    ownUnit: flag("ownUnit"),
    columnEffects: flag("columnEffects"),
  };
}
