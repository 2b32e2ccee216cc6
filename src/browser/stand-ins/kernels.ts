/** The kernels of the engine, in base64; empty until they are provided. */
export let kernelsBase64 = "";

/** Gives the engine its kernels, which the bundle of statistical models does without. */
export function provideKernels(base64: string): void {
  kernelsBase64 = base64;
}
