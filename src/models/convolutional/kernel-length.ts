/** Taps of the longest kernel over `time` steps: more would see nothing but zeros, at whichever step. */
export function maxKernel(time: number): number {
  return 2 * time - 1;
}

/** What is said of a kernel that is cut to the longest one. */
export function kernelNotice(model: string, kernel: number, context: number): string | undefined {
  const max = maxKernel(context);
  if (kernel <= max) return undefined;
  return `${model}: kernel=${kernel} reaches beyond the window; kernel=${max} sees all of its ${context} steps and is taken instead`;
}
