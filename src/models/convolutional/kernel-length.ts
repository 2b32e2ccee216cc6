/** Taps of the longest kernel over `time` steps: more would see nothing but zeros, at whichever step. */
export function longestKernel(time: number): number {
  return 2 * time - 1;
}

/** What is said of a kernel that is cut to the longest one. */
export function kernelNotice(model: string, kernel: number, context: number): string | undefined {
  const longest = longestKernel(context);
  if (kernel <= longest) return undefined;
  return `${model}: kernel=${kernel} reaches beyond the window; kernel=${longest} sees all of its ${context} steps and is taken instead`;
}
