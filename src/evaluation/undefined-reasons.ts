/** What can leave a metric without a value, in words. */
export const CAUSES = {
  unobserved: "nothing was observed",
  zero: "an observation is 0",
  zeros: "an observation and its forecast are both 0",
  short: "the training part has no observations a season apart",
  repeating: "the training part never changes from one season to the next",
  intervals: "there are no intervals",
  reference: "Naive2 makes no error",
  range: "a number is beyond the range of doubles",
} as const;

export type Cause = keyof typeof CAUSES;
