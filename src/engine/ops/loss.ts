import { PointLoss } from "../kernels/codes.js";
import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";

/**
 * Mean squared error, a scalar.
 *
 * @param weight of each value, 0 to leave it out (its target may then be NaN); the mean is Σ w·e² / Σ w,
 *               and 0 where all weights are
 */
export function mse(tape: Tape, forecast: Tensor, target: Tensor, weight?: Tensor): Tensor {
  return meanLoss(tape, "mse", PointLoss.SQUARED, 1, forecast, target, weight);
}

/** Mean absolute error, a scalar; weights as for {@link mse}. */
export function mae(tape: Tape, forecast: Tensor, target: Tensor, weight?: Tensor): Tensor {
  return meanLoss(tape, "mae", PointLoss.ABSOLUTE, 1, forecast, target, weight);
}

/**
 * Mean of |e| − delta/2 beyond ±delta and e²/(2·delta) within (Huber 1964), a scalar; weights as for
 * {@link mse}.
 */
export function huber(
  tape: Tape,
  forecast: Tensor,
  target: Tensor,
  delta: number,
  weight?: Tensor,
): Tensor {
  return meanLoss(tape, "huber", PointLoss.HUBER, delta, forecast, target, weight);
}

function meanLoss(
  tape: Tape,
  name: string,
  code: PointLoss,
  delta: number,
  forecast: Tensor,
  target: Tensor,
  weight?: Tensor,
): Tensor {
  checkEqual(name, forecast.shape, target.shape);
  if (weight) checkEqual(name, target.shape, weight.shape);
  const out = tape.tensor([1]);
  const { size } = forecast;
  const w = weight?.at ?? 0;
  tape.call("lossForward", code, size, delta, forecast.at, target.at, w, out.at);
  tape.gradient(() => {
    for (const [p, y] of [
      [forecast, target],
      [target, forecast],
    ] as const) {
      if (!p.differentiable) continue;
      tape.call("lossBackward", code, size, delta, p.at, y.at, w, out.grad, p.grad);
    }
  });
  return out;
}

/**
 * Mean pinball loss of several quantiles at once, a scalar: max(q·e, (q − 1)·e) with e the target less
 * the forecast; weights as for {@link mse}, one for each target.
 *
 * @param forecast [.., levels]
 * @param target   [..]
 * @param levels   each between 0 and 1
 * @see Koenker & Bassett (1978)
 */
export function quantile(
  tape: Tape,
  forecast: Tensor,
  target: Tensor,
  levels: readonly number[],
  weight?: Tensor,
): Tensor {
  checkEqual("quantile", forecast.shape, [...target.shape, levels.length]);
  if (weight) checkEqual("quantile", target.shape, weight.shape);
  for (const q of levels) {
    if (!(q > 0 && q < 1))
      throw new RangeError(`quantile: levels must be between 0 and 1, got ${q}`);
  }
  const out = tape.tensor([1]);
  const at = tape.workspace(levels.length);
  tape.arena.view(at, levels.length).set(levels);
  const sizes = [target.size, levels.length, at, forecast.at, target.at, weight?.at ?? 0] as const;
  tape.call("quantileForward", ...sizes, out.at);
  tape.gradient(() => {
    const [dp, dy] = [forecast, target].map((t) => (t.differentiable ? t.grad : 0));
    if (dp || dy) tape.call("quantileBackward", ...sizes, out.grad, dp, dy);
  });
  return out;
}

function checkEqual(name: string, a: readonly number[], b: readonly number[]): void {
  if (String(a) !== String(b)) throw new ShapeError(name, "equal shapes", a, b);
}
