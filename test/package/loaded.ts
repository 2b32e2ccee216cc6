import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execute } from "./execute.js";

const hooks = `
import { appendFileSync } from "node:fs";
export async function load(url, context, next) {
  if (url.startsWith("file:")) appendFileSync(process.env.LOADED, url + "\\n");
  return next(url, context);
}`;
const register = `
import { register } from "node:module";
register(${JSON.stringify(dataUrl(hooks))});`;

/** The files Node loads as modules while it runs a script of ours. */
export async function loaded(script: string, ...args: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "foretell-loaded-"));
  try {
    const list = join(folder, "loaded.txt");
    await execute(process.execPath, ["--import", dataUrl(register), script, ...args], {
      env: { ...process.env, LOADED: list },
    });
    return readFileSync(list, "utf8")
      .trim()
      .split("\n")
      .map((url) => fileURLToPath(url));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function dataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
