import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs a program to its end; rejects with what it wrote when it fails. */
export const execute = promisify(execFile);
