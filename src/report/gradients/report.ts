import type { Panel } from "../../data/panel/from-table.js";
import type { FlowReading } from "../../models/gradient-readings.js";
import type { TrainingSummary } from "../../models/model.js";

/** Everything `foretell gradients` has to say, before it becomes a picture, CSV or JSON. */
export interface GradientsReport {
  readonly version: string;
  /** A path, `-`, a bundled dataset's name, or `long-lag` for the synthetic task. */
  readonly source: string;
  /** The data learned from; undefined for the synthetic task. */
  readonly panel: Panel | undefined;
  readonly seed: number;
  /** The property by which the networks are compared. */
  readonly comparison: "cells" | "activations" | "connections";
  /** Show the gates too. */
  readonly gates: boolean;
  readonly runs: readonly FlowRun[];
}

/** One network, tracked from before its training to the end. */
export interface FlowRun {
  /** The model's name, or its spec where the name alone would not be unique. */
  readonly model: string;
  /** Label in charts. */
  readonly label: string;
  /** Steps of the window. */
  readonly steps: number;
  readonly initial: FlowReading;
  /** After each epoch. */
  readonly training: readonly FlowReading[];
  readonly trained: FlowReading;
  readonly summary: TrainingSummary & {
    /** Share of the variance recalled in the synthetic task. */
    readonly recalled?: number;
  };
}

/** The readings of a run in the order in which they were taken. */
export function readingsOf({ initial, training, trained }: FlowRun): FlowReading[] {
  return [initial, ...training, trained];
}
