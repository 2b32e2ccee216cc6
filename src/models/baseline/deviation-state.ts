import { number, object } from "../state-schema.js";

/** The state of a baseline that remembers only the standard deviation of its errors. */
export const deviationState = object({ deviation: number({ min: 0 }) });
