/** What exponential smoothing with several seasons runs on. */
export interface SeveralParameters {
  readonly alpha: number;
  readonly beta: number;
  readonly phi: number;
  /** Smoothing of each season. */
  readonly gammas: readonly number[];
  /** Autocorrelation of the errors. */
  readonly rho: number;
  /** States before the first observation. */
  readonly level: number;
  readonly slope: number;
}

/** Derivatives by the parameters. */
export type SeveralGradient = SeveralParameters;

/**
 * Runs exponential smoothing with several seasons s₁ … sₖ and autocorrelated errors over one series, forward
 * for states and errors, backward for the gradient:
 *
 *   yₜ = ℓ + φb + Σ sᵢ + dₜ    dₜ = ρdₜ₋₁ + εₜ
 *   ℓ' = ℓ + φb + αdₜ    b' = φb + βdₜ    sᵢ' = sᵢ + γᵢdₜ
 *
 * @see Taylor (2003), "Short-term electricity demand forecasting using double seasonal exponential
 *   smoothing", section 4; De Livera, Hyndman & Snyder (2011), "Forecasting time series with complex
 *   seasonal patterns using exponential smoothing", equations 1, with p = 1 and q = 0
 */
export class SeveralRecursion {
  /** Sum of squared errors ε of the last run. */
  squares = 0;
  /** One-step forecasts of the last run, [n]. */
  readonly fitted: Float64Array;

  private level = 0;
  private slope = 0;
  private deviation = 0;
  private readonly seasonals: readonly Float64Array[];
  // Of each step: d, ε and the slope before it.
  private readonly deviations: Float64Array;
  private readonly errors: Float64Array;
  private readonly slopes: Float64Array;
  private readonly bySeason: readonly Float64Array[];
  private readonly ahead: readonly Float64Array[];

  /**
   * @param y       [n]
   * @param seasons lengths
   * @param starts  of each season its indices before the first observation, index 0 belonging to y[0]
   */
  constructor(
    private readonly y: Float64Array,
    private readonly seasons: readonly number[],
    private readonly starts: readonly Float64Array[],
  ) {
    const blank = () => seasons.map((length) => new Float64Array(length));
    this.seasonals = blank();
    this.bySeason = blank();
    this.ahead = blank();
    this.fitted = new Float64Array(y.length);
    this.deviations = new Float64Array(y.length);
    this.errors = new Float64Array(y.length);
    this.slopes = new Float64Array(y.length);
  }

  /**
   * @param visit hears of each time before its observation is seen
   * @returns the sum of squared errors
   */
  run(parameters: SeveralParameters, visit?: (t: number) => void): number {
    const { y, seasons, seasonals, fitted, deviations, errors, slopes } = this;
    const { alpha, beta, phi, gammas, rho } = parameters;
    this.level = parameters.level;
    this.slope = parameters.slope;
    this.deviation = 0;
    seasonals.forEach((seasonal, i) => void seasonal.set(this.starts[i]));
    const places = seasons.map(() => 0);
    let squares = 0;
    for (let t = 0; t < y.length; t++) {
      visit?.(t);
      const before = this.slope;
      const trend = this.level + phi * before;
      let base = trend;
      for (let i = 0; i < seasons.length; i++) base += seasonals[i][places[i]];
      const carried = rho * this.deviation;
      const d = y[t] - base;
      const error = d - carried;
      fitted[t] = base + carried;
      deviations[t] = d;
      errors[t] = error;
      slopes[t] = before;
      squares += error * error;
      this.level = trend + alpha * d;
      this.slope = phi * before + beta * d;
      this.deviation = d;
      for (let i = 0; i < seasons.length; i++) {
        seasonals[i][places[i]] += gammas[i] * d;
        places[i] = places[i] + 1 === seasons[i] ? 0 : places[i] + 1;
      }
    }
    this.squares = squares;
    return squares;
  }

  /**
   * Derivatives of the last run's sum of squares, by the chain rule from the last step to the first.
   *
   * @param parameters those of the last run
   */
  gradient({ alpha, beta, phi, gammas, rho }: SeveralParameters): SeveralGradient {
    const { y, seasons, deviations, errors, slopes, bySeason } = this;
    const out = {
      alpha: 0,
      beta: 0,
      phi: 0,
      gammas: seasons.map(() => 0),
      rho: 0,
      level: 0,
      slope: 0,
    };
    for (const one of bySeason) one.fill(0);
    const places = seasons.map((length) => (y.length - 1) % length);
    let byLevel = 0;
    let bySlope = 0;
    let byDeviation = 0;
    for (let t = y.length - 1; t >= 0; t--) {
      const d = deviations[t];
      const byError = 2 * errors[t];
      let byD = byError + byDeviation + alpha * byLevel + beta * bySlope;
      for (let i = 0; i < seasons.length; i++) {
        const after = bySeason[i][places[i]];
        byD += gammas[i] * after;
        out.gammas[i] += after * d;
      }
      out.alpha += byLevel * d;
      out.beta += bySlope * d;
      if (t > 0) out.rho -= byError * deviations[t - 1];
      byDeviation = -rho * byError;
      const byTrend = byLevel - byD;
      out.phi += (byTrend + bySlope) * slopes[t];
      bySlope = phi * (byTrend + bySlope);
      byLevel = byTrend;
      for (let i = 0; i < seasons.length; i++) {
        bySeason[i][places[i]] -= byD;
        places[i] = places[i] === 0 ? seasons[i] - 1 : places[i] - 1;
      }
    }
    out.level = byLevel;
    out.slope = bySlope;
    return out;
  }

  /**
   * Forecasts from the states that the run has come to, which stay as they are.
   *
   * @param from index of the first one
   * @param mean receives them, [steps]
   */
  forecastInto(
    { alpha, beta, phi, gammas, rho }: SeveralParameters,
    from: number,
    mean: Float64Array,
  ): void {
    const { seasons, seasonals, ahead } = this;
    ahead.forEach((states, i) => void states.set(seasonals[i]));
    let { level, slope, deviation } = this;
    for (let h = 0; h < mean.length; h++) {
      deviation *= rho;
      const trend = level + phi * slope;
      let value = trend + deviation;
      for (let i = 0; i < seasons.length; i++) {
        const place = (from + h) % seasons[i];
        value += ahead[i][place];
        ahead[i][place] += gammas[i] * deviation;
      }
      mean[h] = value;
      level = trend + alpha * deviation;
      slope = phi * slope + beta * deviation;
    }
  }
}

/**
 * Response of each later observation to an error of 1, [horizon], the first being 1 itself: the sums of
 * their squares are variances.
 */
export function responses(
  seasons: readonly number[],
  { alpha, beta, phi, gammas, rho }: SeveralParameters,
  horizon: number,
): Float64Array {
  const weights = new Float64Array(horizon);
  const states = seasons.map((length) => new Float64Array(length));
  let level = 0;
  let slope = 0;
  let deviation = 1;
  for (let h = 0; h < horizon; h++) {
    if (h > 0) deviation *= rho;
    const trend = level + phi * slope;
    let value = trend + deviation;
    for (let i = 0; i < seasons.length; i++) {
      const place = h % seasons[i];
      value += states[i][place];
      states[i][place] += gammas[i] * deviation;
    }
    weights[h] = value;
    level = trend + alpha * deviation;
    slope = phi * slope + beta * deviation;
  }
  return weights;
}
