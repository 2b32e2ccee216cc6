import { type ScheduleName, scheduleNames } from "../../engine/schedule.js";

export const scheduleChoices = ["auto", ...scheduleNames] as const;

/** How long a network is trained. */
export interface Effort {
  readonly epochs: number;
  readonly batch: number;
  /** Windows of an epoch at most, drawn anew each time. */
  readonly samples: number;
  readonly schedule: ScheduleName;
}

/** Windows seen between two looks at the validation loss, at most. */
const EPOCH = 16_384;
/** Steps of the optimiser after which even a large panel has been learned. */
const STEPS = 3_000;
const MOST_EPOCHS = 200;

interface Asked {
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
export function chooseEffort(windows: number, asked: Asked): Effort {
  const samples = Math.min(windows, EPOCH);
  const batch = asked.batch || (windows < 2_048 ? 32 : windows < 8_192 ? 64 : 128);
  const steps = Math.ceil(samples / batch);
  const epochs = asked.epochs || Math.min(MOST_EPOCHS, Math.max(1, Math.round(STEPS / steps)));
  const usual = epochs < MOST_EPOCHS && asked.epochs === 0 ? "cosine" : "constant";
  const schedule = asked.schedule === "auto" ? usual : asked.schedule;
  return { epochs, batch, samples, schedule };
}
