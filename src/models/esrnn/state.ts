import type { State } from "../model.js";
import { InvalidState } from "../state-reader.js";
import {
  agreeing,
  anything,
  list,
  MAX_HORIZON,
  MAX_SEASON,
  number,
  object,
  type Schema,
  text,
  whole,
} from "../state-schema.js";
import { declareEsrnn } from "./network.js";
import type { EsrnnChoices } from "./options.js";
import { shapeOf } from "./sizes.js";

/** A trained network, or several of different seeds. */
export interface LearnedEsrnn {
  readonly [key: string]: State;
  /** Ids of the series it was trained on. */
  readonly ids: readonly string[];
  readonly steps: number;
  readonly window: number;
  readonly horizon: number;
  readonly season: number;
  readonly quantiles: readonly number[];
  /** Weights, one vector for each seed. */
  readonly members: readonly Float32Array[];
}

const MAX_STEPS = 1e6;

const weights: Schema<Float32Array> = (value, what) => {
  if (value instanceof Float32Array && value.every(Number.isFinite)) return value;
  throw new InvalidState(`${what} must be a vector of finite floats`);
};

/** What a saved fit must be: one network for all series, or one for each. */
export function learnedEsrnn(options: EsrnnChoices): Schema<readonly LearnedEsrnn[]> {
  const sizes = object({
    ids: list(text),
    steps: whole(1, MAX_STEPS),
    window: whole(1, MAX_STEPS),
    horizon: whole(1, MAX_HORIZON),
    season: whole(1, MAX_SEASON),
    quantiles: list(number({ min: 0, max: 1 })),
    members: list(anything),
  });
  const learned = agreeing(sizes, (found) => {
    const { members, ids } = found;
    if (members.length === 0 || ids.length === 0) return "it has no weights, or no series";
    const { size } = declareEsrnn(shapeOf(found, options)).parameters;
    const other = members.find((one, m) => weights(one, `members[${m}]`).length !== size);
    return other ? `its weights are not ${size}` : undefined;
  });
  return (value, what) => {
    const found = list(learned)(value, what);
    if (found.length === 0) throw new InvalidState(`${what} is empty`);
    return found as unknown as readonly LearnedEsrnn[];
  };
}
