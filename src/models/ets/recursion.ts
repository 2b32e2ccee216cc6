import { log, pow } from "../../numeric/elementary.js";
import type { EtsForm } from "./forms.js";

/** What an exponential smoothing form runs on. Parts that the form has not are 0, `seasons` empty. */
export interface EtsParameters {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  /** States before the first observation. */
  level: number;
  slope: number;
  /** [period], index 0 belongs to the first observation. */
  readonly seasons: Float64Array;
}

/**
 * Runs forms of exponential smoothing over one series, forward for states and likelihood, backward
 * for the likelihood's gradient. With an additive trend, q = ℓ + φb, and a multiplicative season,
 *
 *   ŷₜ = q · s          ℓ' = q + α(y/s − q)       b' = φb + β(y/s − q)       s' = s + γ(y/q − s)
 *
 * A multiplicative trend has q = ℓ·b^φ and b' = b^φ + β(y/s − q)/ℓ; an additive season is subtracted
 * where the multiplicative one divides. Errors, added or multiplied, lead to the same states: this is
 * the error-correction form of table 2.2 and 2.3 of the book.
 *
 * @see Hyndman, Koehler, Ord & Snyder (2008), "Forecasting with exponential smoothing", chapter 2 and
 *   equation 5.3 for the likelihood
 */
export class EtsRecursion {
  /** One-step forecasts of the last run, [n]. */
  readonly fitted: Float64Array;
  /** States after the last run. */
  level = 0;
  slope = 0;
  /** [period], index t mod period; those of the last run. */
  readonly seasons: Float64Array;
  /** Sum of squared errors of the last run, relative ones where errors are multiplicative. */
  squares = 0;

  // Before each step: level, slope, season; and level with slope.
  private readonly levels: Float64Array;
  private readonly slopes: Float64Array;
  private readonly seasonals: Float64Array;
  private readonly bases: Float64Array;

  /** @param period observations a season; 1 for forms without one */
  constructor(
    private readonly y: Float64Array,
    private readonly period: number,
  ) {
    const n = y.length;
    this.fitted = new Float64Array(n);
    this.seasons = new Float64Array(period);
    this.levels = new Float64Array(n);
    this.slopes = new Float64Array(n);
    this.seasonals = new Float64Array(n);
    this.bases = new Float64Array(n);
  }

  /**
   * −2 log L with the variance concentrated out and constants left out: n log Σe², plus 2 Σ log |ŷ|
   * for multiplicative errors.
   *
   * @returns +∞ when a state that something is divided or multiplied by is not positive
   */
  run(form: EtsForm, parameters: EtsParameters): number {
    const { y, period, fitted, levels, slopes, seasonals, bases, seasons } = this;
    const { alpha, beta, gamma, phi } = parameters;
    const relative = form.error === "M";
    const growing = form.trend === "M";
    const scaled = form.season === "M";
    const seasonal = form.season !== "N";
    let { level, slope } = parameters;
    if (seasonal) seasons.set(parameters.seasons);
    let squares = 0;
    let product = 1;
    let logs = 0;
    for (let t = 0, place = 0; t < y.length; t++) {
      const value = y[t];
      const season = seasonal ? seasons[place] : 0;
      if (growing && !(slope > 0 && level > 0)) return Number.POSITIVE_INFINITY;
      const damped = growing ? (phi === 1 ? slope : pow(slope, phi)) : phi * slope;
      const base = growing ? level * damped : level + damped;
      if (scaled && !(season > 0 && base > 0)) return Number.POSITIVE_INFINITY;
      const forecast = scaled ? base * season : base + season;
      levels[t] = level;
      slopes[t] = slope;
      seasonals[t] = season;
      bases[t] = base;
      fitted[t] = forecast;
      let error = value - forecast;
      const surprise = scaled ? error / season : error;
      slope = damped + (growing ? (beta * surprise) / level : beta * surprise);
      level = base + alpha * surprise;
      if (seasonal) {
        seasons[place] = season + (scaled ? (gamma * error) / base : gamma * error);
        place = place + 1 === period ? 0 : place + 1;
      }
      if (relative) {
        if (!(forecast > 0)) return Number.POSITIVE_INFINITY;
        error /= forecast;
        product *= forecast;
        if (product > 1e100 || product < 1e-100) {
          logs += log(product);
          product = 1;
        }
      }
      squares += error * error;
    }
    this.level = level;
    this.slope = slope;
    this.squares = squares;
    return y.length * log(squares + y.length * MIN_MEAN_SQUARE) + 2 * (logs + log(product));
  }

  /**
   * Derivatives of the last `run`'s value, by the chain rule from the last step to the first.
   *
   * @param form       those of the last run
   * @param parameters those of the last run
   * @param out        receives the derivatives in the places of what they are taken by
   */
  gradient(form: EtsForm, parameters: EtsParameters, out: EtsParameters): void {
    const { y, period, fitted, levels, slopes, seasonals, bases } = this;
    const { alpha, beta, gamma, phi } = parameters;
    const n = y.length;
    const relative = form.error === "M";
    const growing = form.trend === "M";
    const scaled = form.season === "M";
    const seasonal = form.season !== "N";
    const weight = (2 * n) / (this.squares + n * MIN_MEAN_SQUARE);
    const bySeason = out.seasons;
    if (seasonal) bySeason.fill(0);
    let byAlpha = 0;
    let byBeta = 0;
    let byGamma = 0;
    let byPhi = 0;
    let byLevel = 0;
    let bySlope = 0;
    for (let t = n - 1, place = (n - 1) % period; t >= 0; t--) {
      const value = y[t];
      const forecast = fitted[t];
      const level = levels[t];
      const slope = slopes[t];
      const season = seasonals[t];
      const base = bases[t];
      const error = value - forecast;
      const surprise = scaled ? error / season : error;
      const byForecast = relative
        ? (2 - (weight * error * value) / (forecast * forecast)) / forecast
        : -weight * error;

      const pull = alpha * byLevel + (growing ? (beta * bySlope) / level : beta * bySlope);
      byAlpha += byLevel * surprise;
      byBeta += growing ? (bySlope * surprise) / level : bySlope * surprise;
      let byBase = byLevel - pull;
      if (seasonal) {
        const after = bySeason[place];
        byGamma += scaled ? (after * error) / base : after * error;
        if (scaled) {
          byBase += byForecast * season - (gamma * after * value) / (base * base);
          bySeason[place] =
            (1 - gamma) * after + byForecast * base - (pull * value) / (season * season);
        } else {
          byBase += byForecast - gamma * after;
          bySeason[place] = (1 - gamma) * after + byForecast - pull;
        }
        place = place === 0 ? period - 1 : place - 1;
      } else {
        byBase += byForecast;
      }
      if (growing) {
        const damped = base / level;
        const byDamped = bySlope + byBase * level;
        byLevel = byBase * damped - (beta * bySlope * surprise) / (level * level);
        bySlope = (byDamped * phi * damped) / slope;
        if (form.damped) byPhi += byDamped * damped * log(slope);
      } else {
        const byDamped = bySlope + byBase;
        byLevel = byBase;
        bySlope = byDamped * phi;
        byPhi += byDamped * slope;
      }
    }
    out.alpha = byAlpha;
    out.beta = byBeta;
    out.gamma = byGamma;
    out.phi = byPhi;
    out.level = byLevel;
    out.slope = bySlope;
  }
}

/** Mean square below which a fit counts as perfect, for series of mean size 1. */
const MIN_MEAN_SQUARE = 1e-20;
