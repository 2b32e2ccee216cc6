import { type ScheduleName, scheduleNames } from "../../engine/schedule.js";

export const scheduleChoices = ["auto", ...scheduleNames] as const;

/** How long a network is trained. */
export interface TrainingBudget {
  readonly epochs: number;
  readonly batch: number;
  /** Most windows of an epoch, drawn anew each time. */
  readonly samples: number;
  readonly schedule: ScheduleName;
}

/** Most windows in an epoch, after which the validation loss is measured. */
const MAX_EPOCH_WINDOWS = 16_384;
/** Optimizer steps after which even a large panel has been learned. */
const OPTIMIZER_STEPS = 3_000;
const MAX_EPOCHS = 200;

interface RequestedBudget {
  readonly epochs: number;
  readonly batch: number;
  readonly schedule: (typeof scheduleChoices)[number];
}

/**
 * The requested budget, with 0 for automatic: up to 200 epochs in small batches for few windows; large
 * batches, a falling rate and about 3,000 optimizer steps for many.
 *
 * @param windows number of training windows
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
