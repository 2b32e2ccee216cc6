import { adding } from "./adding.js";
import type { Experiment } from "./experiment.js";
import { multiplication } from "./multiplication.js";
import { temporal } from "./temporal.js";

export const experiments: readonly Experiment[] = [adding, multiplication, temporal];
