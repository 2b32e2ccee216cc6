import { counted } from "../wording.js";

/**
 * What a model says of a series that is too short for it. All say it alike, so that a command that runs
 * several says it once.
 */
export function tooShort(model: string, id: string, observations: number): string {
  return `${model}: series "${id}" is too short to learn from (${counted(observations, "observation")}): its last value is repeated`;
}
