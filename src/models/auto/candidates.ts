import { seasonsOf } from "../../analysis/several-seasons.js";
import type { Panel } from "../../data/panel/from-table.js";
import { parseSpec } from "../../spec/grammar.js";
import { bindOptions } from "../../spec/options.js";
import { MAX_SPEAKERS } from "../intervals/speakers.js";
import type { Model, ModelDefinition } from "../model.js";
import { findDefinition } from "../registry/definitions.js";
import { columnsOf } from "./traits.js";

/** What a candidate is, as plain data. */
export interface ChosenCandidate {
  /** As a person would write it: `ets:trend=Ad`. */
  readonly spec: string;
  /** Whether it is given the panel's exogenous columns. */
  readonly columns: boolean;
}

/** A model that `auto` may weigh. */
export interface Candidate extends ChosenCandidate {
  readonly model: Model;
  /** Units of work for an observation. */
  readonly cost: number;
}

/** What a candidate asks of a panel, and what it costs. */
interface Offer extends ChosenCandidate {
  /** Units of work that fitting one observation takes, about a microsecond each. */
  readonly cost: number;
}

/** Series from which networks are trained over the panel, and observations that they must share. */
const SERIES_FOR_NETWORKS = 20;
const OBSERVATIONS_FOR_NETWORKS = 1500;
/** Units of work for a series, and for a panel at most. */
const WORK_PER_SERIES = 6e6;
const MAX_WORK = 6e7;
/** Units for a series of a panel that is forecast series by series, as more of them take longer. */
const WORK_PER_SERIES_ALONE = 7500;
/** Each candidate is fitted before the first origin, and to everything. */
const FITS = 2;
/** Season up to which the cost of an ARIMA does not grow. */
const ARIMA_SEASON = 12;
/** What a candidate that somebody named is expected to cost. */
const NAMED_COST = 20;
/** Candidates that are taken whatever they cost. */
const MIN_CANDIDATES = 3;

/**
 * What is weighed by default, in the order in which work is spent on it. Costs were measured on monthly
 * series.
 */
function offersFor(
  panel: Panel,
  intermittent: boolean,
  alone: boolean,
  told: readonly number[],
): Offer[] {
  const { series, season } = panel;
  const exogenous = columnsOf(panel).length > 0;
  const plain = (spec: string, cost: number): Offer => ({ spec, columns: false, cost });
  const given = (spec: string, cost: number): Offer[] =>
    exogenous ? [{ spec, columns: true, cost: 2 * cost }] : [];
  if (intermittent) {
    return [
      plain("croston:variant=sba", 1),
      plain("croston:variant=tsb", 1),
      plain("window-average", 1),
      plain("mean", 1),
      ...given("lag-regression", 40),
      plain("ets:error=A,trend=N,season=N", 12),
      ...(season > 1 ? [plain("ar", 4)] : []),
    ];
  }
  if (panel.irregular) {
    return [
      plain("naive", 1),
      plain("ets:error=A,trend=N,season=N", 12),
      plain("mean", 1),
      ...(alone ? [] : [...given("cfc", 2000), plain("cfc", 2000)]),
    ];
  }
  const observations = series.reduce((sum, { y }) => sum + y.length, 0);
  const networks =
    !alone && series.length >= SERIES_FOR_NETWORKS && observations >= OBSERVATIONS_FOR_NETWORKS;
  const seasons = seasonsOf(panel);
  const several = seasons.length > 1;
  const knowing = (model: string, cost: number): Offer[] =>
    told.length > 0 ? [plain(`${model}:seasons=${told.join("-")}`, cost)] : [];
  const arima = 310 * Math.max(1, (season / ARIMA_SEASON) ** 2);
  return [
    plain("theta", 8),
    ...knowing("theta", 8),
    plain("ar", 4),
    ...given("lag-regression", 40),
    // With several seasons ets has one form, and theta takes them out by MSTL itself.
    ...(several ? [plain("ets", 90), ...knowing("ets", 90)] : [plain("ets:trend=Ad", 20)]),
    plain("ar:difference=yes", 4),
    ...(season > 1 ? [] : [plain("ces", 40)]),
    plain("fft", 10),
    ...(season > 1 && !several ? [plain("mstl:model=theta", 10)] : []),
    plain("lag-regression", 40),
    ...(several ? [] : [plain("ets", 62)]),
    ...(networks ? [plain("linear", 26)] : []),
    ...(networks ? [plain("zero:tune=true", 60)] : []),
    ...given("arima", arima),
    ...(networks ? [...given("segrnn", 140), plain("segrnn", 140)] : []),
    plain("arima", arima),
    ...(networks ? [plain("gru", 240)] : []),
  ];
}

/**
 * The candidates for a panel: those that were named, or as many of the default ones as the budget of work
 * has room for.
 *
 * @param named  names of models, none for the default ones
 * @param budget units of work, 0 for the default; those of each 2000 series where these stand alone
 * @param alone  whether candidates must forecast each series by itself, as networks do not
 * @param told   seasons that default candidates are told, see {@link toldSeasons}
 */
export function chooseCandidates(
  panel: Panel,
  {
    named,
    budget,
    intermittent,
    alone = false,
    told = [],
  }: {
    named: readonly string[];
    budget: number;
    intermittent: boolean;
    alone?: boolean;
    told?: readonly number[];
  },
  spread: (model: Model, spec: string) => Model,
): Candidate[] {
  const create = ({ spec, columns, cost = NAMED_COST }: ChosenCandidate & Partial<Offer>) => ({
    ...{ spec, columns, cost },
    model: spread(memberOf(spec), spec),
  });
  if (named.length > 0) {
    const exogenous = columnsOf(panel).length > 0;
    return named.flatMap((spec) => {
      const takes = exogenous && findDefinition(parseSpec(spec).name.text)?.exogenous === true;
      return [
        create({ spec, columns: false }),
        ...(takes ? [create({ spec, columns: true })] : []),
      ];
    });
  }
  const observations = panel.series.reduce((sum, { y }) => sum + y.length, 0);
  const allowed = allowedWork(panel.series.length, budget, alone);
  const chosen: Offer[] = [];
  let spent = 0;
  for (const offer of offersFor(panel, intermittent, alone, told).filter(isKnown)) {
    const work = FITS * offer.cost * observations;
    if (chosen.length >= MIN_CANDIDATES && spent + work > allowed) continue;
    spent += work;
    chosen.push(offer);
  }
  return chosen.map(create);
}

/** Units of work that candidates may take. */
function allowedWork(series: number, budget: number, alone: boolean): number {
  if (alone) return series * (budget > 0 ? budget / MAX_SPEAKERS : WORK_PER_SERIES_ALONE);
  return budget > 0 ? budget : Math.min(MAX_WORK, WORK_PER_SERIES * series);
}

/** Whether a model forecasts a series the same with others beside it, or well enough without them. */
export function standsAlone(spec: string): boolean {
  return memberOf(spec).local === true || parseSpec(spec).name.text === "lag-regression";
}

/** A candidate that was chosen before. */
export function candidateOf({ spec, columns }: ChosenCandidate): Candidate {
  return { spec, columns, cost: NAMED_COST, model: memberOf(spec) };
}

/** Whether there is such a model: a browser may do without networks. */
function isKnown({ spec }: Offer): boolean {
  return findDefinition(parseSpec(spec).name.text) !== undefined;
}

/** A member from its spec, as the registry would make it. */
export function memberOf(spec: string): Model {
  const parsed = parseSpec(spec);
  const definition = findDefinition(parsed.name.text) as ModelDefinition;
  return definition.create(bindOptions(parsed, definition.options));
}
