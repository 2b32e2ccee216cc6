import type { NetworkShape } from "./network.js";

type Lengths = Pick<NetworkShape, "context" | "horizon">;

/** Steps of the longest segment: of a longer one neither the window nor the horizon would fill the rest. */
export function maxSegment({ context, horizon }: Lengths): number {
  return Math.max(context, horizon);
}

/** What is said of a segment that is cut to the longest one. */
export function segmentNotice(model: string, segment: number, shape: Lengths): string | undefined {
  const max = maxSegment(shape);
  if (segment <= max) return undefined;
  const { context, horizon } = shape;
  return `${model}: segment=${segment} is longer than the window of ${context} and the horizon of ${horizon} steps; segment=${max} is taken instead`;
}
