import type * as Bullmq from "bullmq";
import { UsageError } from "../errors.js";

/**
 * BullMQ, which few need and so is installed beside foretell only by those who do.
 *
 * @throws UsageError when it is not installed
 */
export async function loadBullmq(): Promise<typeof Bullmq> {
  try {
    return await import("bullmq");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "--on needs bullmq, which is not installed",
      "Install it beside foretell: npm install bullmq, with -g where foretell was installed so, or npx -p foretell -p bullmq foretell …",
    );
  }
}
