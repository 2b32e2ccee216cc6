import type { PanelOptions } from "../../data/panel/from-table.js";
import type { JoinOptions } from "../../data/read/read-joined.js";
import type { ReadOptions } from "../../data/read/read-table.js";
import type { Intervals } from "../../models/intervals/kinds.js";
import type { Measurement } from "./measurement.js";
import type { RuleTexts } from "./rules.js";

/** What was measured when somebody last said that it is good, and what may become of it. */
export interface Baseline {
  /** Version of foretell that measured it. */
  readonly version: string;
  readonly rules: RuleTexts;
  readonly sources: readonly BaselineSource[];
}

export interface BaselineSource {
  /** Dataset, or path from the baseline's folder, with slashes. */
  readonly source: string;
  /** How its table is read. */
  readonly reading: TableOptions;
  readonly horizon: number;
  readonly seed: number;
  readonly levels: readonly number[];
  /** Where intervals come from, `native` unless said. */
  readonly intervals?: Intervals;
  /** Origins from which forecasts are made, one unless said. */
  readonly folds?: number;
  /** Observations from each to the next, the horizon unless said. */
  readonly step?: number;
  /** Features that its models take as inputs. */
  readonly features: readonly string[];
  /** Digest of the panel as models see it. */
  readonly sha256: string;
  readonly models: readonly BaselineModel[];
}

/** How a table is read; a joined one is named as a source is. */
export type TableOptions = PanelOptions & ReadOptions & JoinOptions;

export interface BaselineModel {
  readonly spec: string;
  readonly measurement: Measurement;
}

export const BASELINE_SCHEMA = "foretell/baseline@1";
