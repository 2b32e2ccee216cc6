import type { NetworkShape } from "./network.js";

type Lengths = Pick<NetworkShape, "context" | "horizon">;

/** Longest segment of use, in steps: neither the window nor the horizon fills a longer one. */
export function maxSegment({ context, horizon }: Lengths): number {
  return Math.max(context, horizon);
}

/** A warning where a requested segment is longer than {@link maxSegment}. */
export function segmentNotice(model: string, segment: number, shape: Lengths): string | undefined {
  const max = maxSegment(shape);
  if (segment <= max) return undefined;
  const { context, horizon } = shape;
  return `${model}: segment=${segment} is longer than the window of ${context} and the horizon of ${horizon} steps; segment=${max} is taken instead`;
}

/** Longest kernel of use over `time` steps, in taps: the taps of a longer one see nothing but padding. */
export function maxKernel(time: number): number {
  return 2 * time - 1;
}

/** A warning where a requested kernel is longer than {@link maxKernel}. */
export function kernelNotice(model: string, kernel: number, context: number): string | undefined {
  const max = maxKernel(context);
  if (kernel <= max) return undefined;
  return `${model}: kernel=${kernel} reaches beyond the window; kernel=${max} sees all of its ${context} steps and is taken instead`;
}
