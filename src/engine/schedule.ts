import { cos } from "../numeric/elementary.js";

/** The learning rate over time, as a factor on the base rate. */
export interface Schedule {
  /** @param progress share of all steps that are done, in [0, 1) */
  factor(progress: number): number;
  /** Receives the loss after each epoch; lower is better. */
  observe?(loss: number): void;
}

export const scheduleNames = ["constant", "cosine", "step", "plateau"] as const;
export type ScheduleName = (typeof scheduleNames)[number];

/**
 * - constant: 1
 * - cosine: linear warm-up over the first twentieth, then half a cosine down to 0 (Loshchilov & Hutter 2017)
 * - step: divided by ten after each third
 * - plateau: halved after every five epochs without a better validation loss
 */
export function schedule(name: ScheduleName): Schedule {
  switch (name) {
    case "constant":
      return { factor: () => 1 };
    case "cosine": {
      const warmUp = 0.05;
      return {
        factor: (progress) =>
          progress < warmUp
            ? (progress + 1e-3) / (warmUp + 1e-3)
            : 0.5 * (1 + cos((Math.PI * (progress - warmUp)) / (1 - warmUp))),
      };
    }
    case "step":
      return { factor: (progress) => (progress < 1 / 3 ? 1 : progress < 2 / 3 ? 0.1 : 0.01) };
    case "plateau":
      return plateau();
  }
}

function plateau(): Schedule {
  let factor = 1;
  let best = Number.POSITIVE_INFINITY;
  let waited = 0;
  return {
    factor: () => factor,
    observe(loss) {
      if (loss < best) {
        best = loss;
        waited = 0;
      } else if (++waited >= 5) {
        factor /= 2;
        waited = 0;
      }
    },
  };
}
