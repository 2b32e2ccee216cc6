/** How the season enters: not, as every place smoothed by itself, added, or added as a complex part. */
export type CesForm = "none" | "simple" | "partial" | "full";

/** Complex smoothing parameters α₀ + iα₁ and those of the season, β of `partial` being β₀ alone. */
export interface CesParameters {
  readonly alpha: readonly [real: number, imaginary: number];
  readonly beta: readonly [real: number, imaginary: number];
}

/** Passes back and forth by which the states before the first observation are found. */
const BACKCASTS = 2;
/** Ratio of a level to its information potential at the start. */
const LEVEL_PER_POTENTIAL = 1.1;
/** Fewest values that the first level is the mean of. */
const MIN_HEAD = 10;

/**
 * Runs complex exponential smoothing over one series. The value ŷ that is expected and the information
 * potential p̂ are parts of one complex number,
 *
 *   ŷ' + ip̂' = (α₀ + iα₁)(y + iε) + (1 − α₀ + i − iα₁)(ŷ + ip̂)    ε = y − ŷ
 *
 * that is ŷ' = ŷ − (1 − α₁)p̂ + (α₀ − α₁)ε and p̂' = ŷ + (1 − α₀)p̂ + (α₀ + α₁)ε. `simple` does so at each place
 * of the season by itself; `partial` adds s' = s + βε, `full` adds a second complex number for each place.
 *
 * @see Svetunkov, Kourentzes & Ord (2022), "Complex exponential smoothing", Naval Research Logistics 69(8),
 *   equations 5 and 9; Svetunkov & Kourentzes (2018), "Complex exponential smoothing for seasonal time
 *   series", for the seasonal forms
 */
export class CesRecursion {
  /** One-step forecasts of the last run, [n]. */
  readonly fitted: Float64Array;
  private readonly level: Float64Array;
  private readonly potential: Float64Array;
  private readonly season: Float64Array;
  private readonly seasonPotential: Float64Array;
  private readonly lag: number;
  private readonly added: boolean;

  /** @param period observations a season; 1 for `none` */
  constructor(
    private readonly y: Float64Array,
    private readonly form: CesForm,
    private readonly period: number,
  ) {
    this.lag = form === "simple" ? period : 1;
    this.added = form === "partial" || form === "full";
    this.fitted = new Float64Array(y.length);
    this.level = new Float64Array(this.lag);
    this.potential = new Float64Array(this.lag);
    this.season = new Float64Array(this.added ? period : 1);
    this.seasonPotential = new Float64Array(this.added ? period : 1);
  }

  /**
   * Finds the first states by running back and forth, and runs.
   *
   * @param visit hears of each time of the last run before its observation is seen
   * @returns the sum of squared errors
   */
  run(parameters: CesParameters, visit?: (t: number) => void): number {
    this.start();
    for (let k = 0; k < BACKCASTS; k++) {
      this.pass(parameters, false);
      this.pass(parameters, true);
    }
    return this.pass(parameters, false, visit);
  }

  private start(): void {
    const { y, period, lag, level, potential, season, seasonPotential, added } = this;
    const head = y.subarray(0, Math.max(MIN_HEAD, 2 * period));
    const mean = head.reduce((sum, value) => sum + value, 0) / head.length;
    for (let place = 0; place < lag; place++) {
      level[place] = lag > 1 ? (y[place] ?? mean) : mean;
      potential[place] = level[place] / LEVEL_PER_POTENTIAL;
    }
    if (!added) return;
    for (let place = 0; place < period; place++) {
      let sum = 0;
      let count = 0;
      for (let t = place; t < head.length; t += period) {
        sum += head[t];
        count++;
      }
      season[place] = count > 0 ? sum / count - mean : 0;
      seasonPotential[place] = season[place] / LEVEL_PER_POTENTIAL;
    }
  }

  private pass(
    { alpha: [real, imaginary], beta: [seasonReal, seasonImaginary] }: CesParameters,
    backward: boolean,
    visit?: (t: number) => void,
  ): number {
    const { y, form, period, lag, added, fitted } = this;
    const { level, potential, season, seasonPotential } = this;
    let squares = 0;
    for (let i = 0; i < y.length; i++) {
      const t = backward ? y.length - 1 - i : i;
      visit?.(t);
      const place = lag > 1 ? t % lag : 0;
      const own = added ? t % period : 0;
      const l = level[place];
      const p = potential[place];
      const s = season[own];
      const forecast = l + s;
      const error = y[t] - forecast;
      fitted[t] = forecast;
      squares += error * error;
      level[place] = l - (1 - imaginary) * p + (real - imaginary) * error;
      potential[place] = l + (1 - real) * p + (real + imaginary) * error;
      if (form === "partial") season[own] = s + seasonReal * error;
      if (form === "full") {
        const q = seasonPotential[own];
        season[own] = s - (1 - seasonImaginary) * q + (seasonReal - seasonImaginary) * error;
        seasonPotential[own] = s + (1 - seasonReal) * q + (seasonReal + seasonImaginary) * error;
      }
    }
    return squares;
  }

  /** Forecasts from the states that the run has come to, which stay as they are; `from` is the first's index. */
  forecast(parameters: CesParameters, from: number, steps: number): Float64Array {
    const states = [this.level, this.potential, this.season, this.seasonPotential];
    return this.ahead(
      parameters,
      from,
      steps,
      states.map((one) => one.slice()),
      0,
    );
  }

  /**
   * Response of each later observation to an error of 1, [horizon], the first being 1 itself: the sums of
   * their squares are variances.
   */
  responses(parameters: CesParameters, horizon: number): Float64Array {
    const states = [this.level, this.potential, this.season, this.seasonPotential];
    const none = states.map((one) => new Float64Array(one.length));
    return this.ahead(parameters, 0, horizon, none, 1);
  }

  private ahead(
    { alpha: [real, imaginary], beta: [seasonReal, seasonImaginary] }: CesParameters,
    from: number,
    steps: number,
    [level, potential, season, seasonPotential]: readonly Float64Array[],
    shock: number,
  ): Float64Array {
    const { form, period, lag, added } = this;
    return Float64Array.from({ length: steps }, (_, h) => {
      const place = lag > 1 ? (from + h) % lag : 0;
      const own = added ? (from + h) % period : 0;
      const error = h === 0 ? shock : 0;
      const l = level[place];
      const p = potential[place];
      const s = season[own];
      level[place] = l - (1 - imaginary) * p + (real - imaginary) * error;
      potential[place] = l + (1 - real) * p + (real + imaginary) * error;
      if (form === "partial") season[own] = s + seasonReal * error;
      if (form === "full") {
        const q = seasonPotential[own];
        season[own] = s - (1 - seasonImaginary) * q + (seasonReal - seasonImaginary) * error;
        seasonPotential[own] = s + (1 - seasonReal) * q + (seasonReal + seasonImaginary) * error;
      }
      return l + s + error;
    });
  }
}

/**
 * Whether forecasts swing ever further: a root of the states that no observation corrects any more is
 * beyond the unit circle, and complex or negative. A level or a trend has real and positive ones.
 */
export function swings([real, imaginary]: readonly [number, number]): boolean {
  const sum = 2 - real;
  const product = 2 - real - imaginary;
  const gap = sum * sum - 4 * product;
  return gap < 0 ? product > 1 : sum - Math.sqrt(gap) < -2;
}

/**
 * Whether forecasts forget what was long ago: the roots of the smoothing are within the unit circle.
 *
 * @see Svetunkov, Kourentzes & Ord (2022), equations 14 to 16
 */
export function isStable([real, imaginary]: readonly [number, number]): boolean {
  const within = (x: number, y: number) =>
    (real - x) * (real - x) + (imaginary - y) * (imaginary - y);
  return within(2.5, 0) > 1.25 && within(0.5, 1) > 0.25 && within(1.5, 0.5) < 1.5;
}
