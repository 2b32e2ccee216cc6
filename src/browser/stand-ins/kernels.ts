/** The kernels of the engine, in base64; empty until they are provided. */
export let kernelsBase64 = "";

/** Products that could be fused: none here, as browsers compute exactly. */
export const FUSIBLE: readonly number[] = [];

/** Gives the engine its kernels, which the bundle of statistical models does without. */
export function provideKernels(base64: string): void {
  kernelsBase64 = base64;
}
