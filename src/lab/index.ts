import { adding } from "./adding.js";
import { continualReber } from "./continual-reber.js";
import type { Experiment } from "./experiment.js";
import { lagLocal, lagLong, lagRandom } from "./long-lag.js";
import { multiplication } from "./multiplication.js";
import { reber } from "./reber.js";
import { temporal, temporal3 } from "./temporal-order.js";
import { twoSequence, twoSequenceBlurred, twoSequenceNoisy } from "./two-sequence.js";

/** In the order of the papers. */
export const experiments: readonly Experiment[] = [
  ...[reber, lagLocal, lagRandom, lagLong],
  ...[twoSequence, twoSequenceNoisy, twoSequenceBlurred],
  ...[adding, multiplication, temporal, temporal3],
  continualReber,
];
