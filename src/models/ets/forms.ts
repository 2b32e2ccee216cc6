/** How a component enters: not at all, added, or multiplied. */
export type Component = "N" | "A" | "M";

/** One of the thirty forms of exponential smoothing: ETS(error, trend, season). */
export interface EtsForm {
  readonly error: "A" | "M";
  readonly trend: Component;
  readonly damped: boolean;
  readonly season: Component;
}

/** `ETS(M,Ad,M)` */
export function formName({ error, trend, damped, season }: EtsForm): string {
  return `ETS(${error},${trend}${damped ? "d" : ""},${season})`;
}

/** Numbers to be estimated: smoothing parameters, initial states and the variance of the errors. */
export function parameterCount({ trend, damped, season }: EtsForm, period: number): number {
  const slope = trend === "N" ? 0 : 2;
  return 3 + slope + (damped ? 1 : 0) + (season === "N" ? 0 : period);
}

/**
 * Whether errors of a form stay tame: additive errors beside a multiplicative trend or season, or a
 * multiplicative trend beside an additive season, divide by states that may come near zero.
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 8.6
 */
export function isStable({ error, trend, season }: EtsForm): boolean {
  if (error === "A") return trend !== "M" && season !== "M";
  return !(trend === "M" && season === "A");
}

/** All thirty, simple ones first. */
export const etsForms: readonly EtsForm[] = (["N", "A", "M"] as const).flatMap((season) =>
  (["N", "A", "M"] as const).flatMap((trend) =>
    [false, true]
      .filter((damped) => !(damped && trend === "N"))
      .flatMap((damped) =>
        (["A", "M"] as const).map((error): EtsForm => ({ error, trend, damped, season })),
      ),
  ),
);
