import { type ScheduleName, scheduleNames } from "../../engine/schedule.js";

export const scheduleChoices = ["auto", ...scheduleNames] as const;

/** How long a network is trained. */
export interface TrainingBudget {
  readonly epochs: number;
  readonly batch: number;
  /** Windows of an epoch at most, drawn anew each time. */
  readonly samples: number;
  readonly schedule: ScheduleName;
}

/** Windows seen between two looks at the validation loss, at most. */
const MAX_EPOCH_WINDOWS = 16_384;
/** Steps of the optimiser after which even a large panel has been learned. */
const OPTIMIZER_STEPS = 3_000;
const MAX_EPOCHS = 200;

interface RequestedBudget {
  readonly epochs: number;
  readonly batch: number;
  readonly schedule: (typeof scheduleChoices)[number];
}

/**
 * What was asked for, 0 standing for a choice: one series is gone through up to 200 times in small
 * batches; many series in large ones, at a falling rate, until their windows have been seen often
 * enough.
 *
 * @param windows to learn from
 */
export function chooseBudget(windows: number, requested: RequestedBudget): TrainingBudget {
  const samples = Math.min(windows, MAX_EPOCH_WINDOWS);
  const batch = requested.batch || (windows < 2_048 ? 32 : windows < 8_192 ? 64 : 128);
  const steps = Math.ceil(samples / batch);
  const epochs =
    requested.epochs || Math.min(MAX_EPOCHS, Math.max(1, Math.round(OPTIMIZER_STEPS / steps)));
  const defaultSchedule = epochs < MAX_EPOCHS && requested.epochs === 0 ? "cosine" : "constant";
  const schedule = requested.schedule === "auto" ? defaultSchedule : requested.schedule;
  return { epochs, batch, samples, schedule };
}
