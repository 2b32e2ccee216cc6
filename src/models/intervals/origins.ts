import { leastToShow, seasonsOf } from "../../analysis/several-seasons.js";
import { type Panel, type Series, withoutTail } from "../../data/panel/from-table.js";

/**
 * Origins from which the candidates' forecasts are looked at, at most: in each series of a panel, whose
 * series speak for each other, and of few series together.
 */
const MAX_ORIGINS = 5;
const MAX_ORIGINS_OF_FEW = 12;
/** Observations and seasons before an origin without which nothing is fitted. */
const MIN_OBSERVATIONS = 8;
const MIN_SEASONS = 3;
/** Share of a series that lies before its first origin at least. */
const MIN_SHARE = 0.5;
/** Observations of a season below which it need not be seen {@link MIN_SEASONS} times. */
const LONG_SEASON = 60;

/** Where the candidates are judged: origins within the training part of each series. */
export interface Origins {
  /** Steps ahead that are looked at; fewer than the horizon where series are short. */
  readonly steps: number;
  /** For each series how many observations lie beyond each origin, the latest origin first. */
  readonly held: readonly (readonly number[])[];
}

/** What the origins of all series of a panel have in common. */
export interface OriginRule {
  readonly steps: number;
  /** Number of origins in a series, at most. */
  readonly most: number;
  /** Observations before an origin at least; as the seasons ask for by default. */
  readonly least?: number | undefined;
}

export function originRule({ series }: Pick<Panel, "series">, horizon: number): OriginRule {
  const longest = series.reduce((most, { y }) => Math.max(most, y.length), 0);
  return {
    steps: Math.max(1, Math.min(horizon, Math.floor(longest / 3))),
    most: Math.max(MAX_ORIGINS, Math.ceil(MAX_ORIGINS_OF_FEW / series.length)),
  };
}

/**
 * Up to five origins for each series (twelve where there is only one), half a horizon apart, with room for
 * a whole horizon behind the latest one. Series too short for one have none.
 *
 * Of a day and a week, say, all origins lie where both can be known, if one can: models that have seen the
 * day alone err otherwise than those that are fitted to everything.
 *
 * @param rule of the whole panel, where this is a part of it
 */
export function chooseOrigins(
  panel: Panel,
  horizon: number,
  rule = originRule(panel, horizon),
): Origins {
  const { series, season } = panel;
  const { steps, most, least } = rule;
  const apart = Math.ceil(steps / 2);
  const seasons = season < LONG_SEASON ? MIN_SEASONS : 2;
  const several = leastToShow(seasonsOf(panel));
  const held = series.map(({ y }) => {
    const before = Math.max(
      ...[MIN_OBSERVATIONS, seasons * season, Math.floor(MIN_SHARE * y.length)],
      least ?? (y.length - steps >= several ? several : 0),
    );
    const room = y.length - before - steps;
    // Without enough seasons, the horizon alone decides whether there is an origin at all.
    if (room < 0) {
      return y.length - steps >= Math.max(MIN_OBSERVATIONS, Math.min(2 * season, before))
        ? [steps]
        : [];
    }
    const count = Math.min(most, 1 + Math.floor(room / apart));
    return Array.from({ length: count }, (_, k) => steps + k * apart);
  });
  return { steps, held };
}

/** A series as it was known `held` observations ago. */
export function knownBefore(panel: Panel, series: Series, held: number): Series {
  return held === 0 ? series : withoutTail({ ...panel, series: [series] }, held).series[0];
}
