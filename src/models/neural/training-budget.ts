import { type ScheduleName, scheduleNames } from "../../engine/schedule.js";

export const scheduleChoices = ["auto", ...scheduleNames] as const;

/** How long a network is trained. */
export interface TrainingBudget {
  readonly epochs: number;
  readonly batch: number;
  /** Most windows of an epoch, drawn anew each time. */
  readonly samples: number;
  readonly schedule: ScheduleName;
  /** Epochs without a better validation loss before training stops. */
  readonly patience: number;
  /** The learning rate, where it is not the one that was asked for. */
  readonly rate?: number;
}

/** Most windows in an epoch, after which the validation loss is measured. */
const MAX_EPOCH_WINDOWS = 16_384;
/**
 * Optimizer steps at most, and for the fewest of many windows. Windows of one series overlap: more steps
 * over the same observations learn their noise.
 */
const MAX_STEPS = 3_000;
const MIN_STEPS = 500;
const WINDOWS_PER_STEP = 40;
/** Windows from which they count as many, and from which batches are larger still. */
export const MANY_WINDOWS = 2_048;
const WINDOWS_FOR_128 = 16_384;
const MAX_EPOCHS = 200;
/** Short series whose best epoch was 6 epochs ago are not forecast better for 24 more. */
const PATIENCE = 6;

interface RequestedBudget {
  readonly epochs: number;
  readonly batch: number;
  readonly schedule: (typeof scheduleChoices)[number];
  readonly patience: number;
}

/**
 * The requested budget, with 0 for automatic: up to 200 epochs in small batches for few windows; large
 * batches, a falling rate and 500 to 3,000 optimizer steps for many, all of which are taken.
 *
 * @param windows number of training windows
 */
export function chooseBudget(windows: number, requested: RequestedBudget): TrainingBudget {
  const samples = Math.min(windows, MAX_EPOCH_WINDOWS);
  const batch =
    requested.batch || (windows < MANY_WINDOWS ? 32 : windows < WINDOWS_FOR_128 ? 64 : 128);
  const perEpoch = Math.ceil(samples / batch);
  const steps =
    windows < MANY_WINDOWS
      ? MAX_STEPS
      : Math.min(MAX_STEPS, Math.max(MIN_STEPS, windows / WINDOWS_PER_STEP));
  const epochs =
    requested.epochs || Math.min(MAX_EPOCHS, Math.max(1, Math.round(steps / perEpoch)));
  const defaultSchedule = epochs < MAX_EPOCHS && requested.epochs === 0 ? "cosine" : "constant";
  const schedule = requested.schedule === "auto" ? defaultSchedule : requested.schedule;
  const patience = requested.patience || (windows < MANY_WINDOWS ? PATIENCE : epochs);
  return { epochs, batch, samples, schedule, patience };
}

/** What going on takes, of the steps and of the rate of a training from the start. */
const STEPS_TO_GO_ON = 1 / 4;
const RATE_TO_GO_ON = 1 / 5;

/** The budget with which a network takes in the observations that follow those it has learned. */
export function budgetToGoOn(
  { epochs, batch, samples, schedule }: TrainingBudget,
  rate: number,
): TrainingBudget {
  const perEpoch = Math.ceil(samples / batch);
  const steps = Math.ceil(epochs * perEpoch * STEPS_TO_GO_ON);
  const passes = Math.ceil(steps / perEpoch);
  const size = Math.min(samples, Math.ceil(steps / passes) * batch);
  return {
    epochs: passes,
    batch,
    samples: size,
    schedule,
    patience: passes,
    rate: rate * RATE_TO_GO_ON,
  };
}
