import { parseSpec } from "../../spec/grammar.js";
import { calibrationState } from "../intervals/calibration.js";
import { InvalidState } from "../state-reader.js";
import {
  agreeing,
  anything,
  flag,
  list,
  number,
  object,
  oneOf,
  optional,
  type Schema,
  text,
  vector,
  whole,
} from "../state-schema.js";
import type { GroupState } from "./group.js";

const count = whole(0, Number.MAX_SAFE_INTEGER);

/** What is saved of how a combination came about. */
export const selectionState: Schema<GroupState["selection"]> = object({
  series: count,
  kind: oneOf("regular", "intermittent"),
  origins: count,
  candidates: list(
    object({
      spec: text,
      columns: flag,
      weight: number({ min: 0 }),
      loss: number({ nan: true }),
      steps: vector({ nan: true }),
      failure: optional(text),
    }) as Schema<GroupState["selection"]["candidates"][number]>,
  ),
  columns: list(text),
  columnsUsed: flag,
});

/** What the saved state of a group must be; the states of its members are for their own models to check. */
export const groupState: Schema<GroupState> = agreeing(
  object({
    ids: list(text),
    members: list(object({ spec: memberSpec, columns: flag, state: anything })),
    pooled: vector({ min: 0, max: 1 }),
    weights: list(vector({ min: 0, max: 1 })),
    calibration: calibrationState,
    selection: selectionState,
  }),
  ({ ids, members, pooled, weights }) => {
    if (members.length === 0) return "it has no members";
    if (ids.length === 0 || weights.length !== ids.length)
      return "its weights are not those of its series";
    const odd = [pooled, ...weights].find(({ length }) => length !== members.length);
    return odd && `${odd.length} weights are not those of ${members.length} members`;
  },
);

/** A member is a model itself: one that combines members again could nest without end. */
export function memberSpec(...given: Parameters<typeof text>): string {
  const spec = text(...given);
  if (parseSpec(spec).name.text !== "auto") return spec;
  throw new InvalidState(`${given[1]} must not be auto again`);
}
