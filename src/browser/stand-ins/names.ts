import { models } from "../../models/index.js";

/** Of the models that a page has. */
export function namesOfAnyDates(): readonly string[] {
  return models.filter(({ irregular }) => irregular === true).map(({ name }) => name);
}
