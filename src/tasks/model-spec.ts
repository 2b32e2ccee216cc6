import type { arima } from "../models/arima/arima.js";
import type { auto } from "../models/auto/auto.js";
import type { croston } from "../models/baseline/croston.js";
import type { drift } from "../models/baseline/drift.js";
import type { mean } from "../models/baseline/mean.js";
import type { naive } from "../models/baseline/naive.js";
import type { naive2 } from "../models/baseline/naive2.js";
import type { seasonalNaive } from "../models/baseline/seasonal-naive.js";
import type { windowAverage } from "../models/baseline/window-average.js";
import type { ces } from "../models/ces/ces.js";
import type { ensemble } from "../models/composite/ensemble.js";
import type { mstl } from "../models/composite/mstl.js";
import type { cfc } from "../models/continuous/cfc.js";
import type { neuralOde } from "../models/continuous/neural-ode.js";
import type { cnn } from "../models/convolutional/cnn.js";
import type { tcn } from "../models/convolutional/tcn.js";
import type { esrnn } from "../models/esrnn/esrnn.js";
import type { ets } from "../models/ets/ets.js";
import type { hmm } from "../models/hmm/hmm.js";
import type { linear } from "../models/linear/linear.js";
import type { ModelDefinition } from "../models/model.js";
import type { gru } from "../models/recurrent/gru.js";
import type { lstm } from "../models/recurrent/lstm.js";
import type { lstm97 } from "../models/recurrent/lstm97.js";
import type { mingru } from "../models/recurrent/mingru.js";
import type { mlstm } from "../models/recurrent/mlstm.js";
import type { rnn } from "../models/recurrent/rnn.js";
import type { segrnn } from "../models/recurrent/segrnn.js";
import type { slstm } from "../models/recurrent/slstm.js";
import type { ar } from "../models/regression/ar.js";
import type { dtw } from "../models/regression/dtw.js";
import type { fft } from "../models/regression/fft.js";
import type { lagRegression } from "../models/regression/lag-regression.js";
import type { theta } from "../models/theta/theta.js";
import type { transformer } from "../models/transformer/transformer.js";
import type { boostedTrees } from "../models/trees/boosted-trees.js";
import type { zero } from "../models/zero/zero.js";
import type { OptionSchema, OptionValues } from "../spec/options.js";

/** The definitions of all models, whose options the compiler knows by the model's name. */
interface Typed {
  readonly auto: typeof auto;
  readonly lstm: typeof lstm;
  readonly gru: typeof gru;
  readonly rnn: typeof rnn;
  readonly lstm97: typeof lstm97;
  readonly slstm: typeof slstm;
  readonly mlstm: typeof mlstm;
  readonly mingru: typeof mingru;
  readonly segrnn: typeof segrnn;
  readonly esrnn: typeof esrnn;
  readonly transformer: typeof transformer;
  readonly tcn: typeof tcn;
  readonly cnn: typeof cnn;
  readonly "neural-ode": typeof neuralOde;
  readonly cfc: typeof cfc;
  readonly zero: typeof zero;
  readonly linear: typeof linear;
  readonly arima: typeof arima;
  readonly ets: typeof ets;
  readonly ces: typeof ces;
  readonly theta: typeof theta;
  readonly mstl: typeof mstl;
  readonly ensemble: typeof ensemble;
  readonly hmm: typeof hmm;
  readonly ar: typeof ar;
  readonly "lag-regression": typeof lagRegression;
  readonly "boosted-trees": typeof boostedTrees;
  readonly fft: typeof fft;
  readonly dtw: typeof dtw;
  readonly croston: typeof croston;
  readonly naive: typeof naive;
  readonly "seasonal-naive": typeof seasonalNaive;
  readonly naive2: typeof naive2;
  readonly drift: typeof drift;
  readonly mean: typeof mean;
  readonly "window-average": typeof windowAverage;
}

type SchemaOf<Definition> =
  Definition extends ModelDefinition<infer Schema extends OptionSchema> ? Schema : never;

/**
 * A model with its options, which the compiler checks by the model's schema, such as
 * `{ model: "lstm", hidden: 64 }`.
 */
export type ModelOptions = {
  [Name in keyof Typed]: { readonly model: Name } & Partial<OptionValues<SchemaOf<Typed[Name]>>>;
}[keyof Typed];

/** A spec such as `lstm:hidden=64`, or the model with its options. */
export type ModelRequest = string | ModelOptions;

/**
 * The spec of a request, such as `lstm:hidden=64` for `{ model: "lstm", hidden: 64 }`; a spec stays as it is.
 *
 * @example
 * specOf({ model: "arima", order: [1, 1, 1] }); // "arima:order=1-1-1"
 */
export function specOf(request: ModelRequest): string {
  if (typeof request === "string") return request;
  const { model, ...options } = request;
  const written = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${textOf(value)}`],
  );
  return written.length > 0 ? `${model}:${written.join(",")}` : model;
}

/** The specs of one or several requests. */
export function specsOf(requests: ModelRequest | readonly ModelRequest[]): string[] {
  return (isList(requests) ? requests : [requests]).map(specOf);
}

function isList(
  requests: ModelRequest | readonly ModelRequest[],
): requests is readonly ModelRequest[] {
  return Array.isArray(requests);
}

function textOf(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.join(value.every((one) => typeof one === "number") ? "-" : "+");
}
