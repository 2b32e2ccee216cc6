import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { execute } from "./execute.js";

const types = fileURLToPath(new URL("../../dist/types/index.js", import.meta.url));
const tsc = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);

it("has declarations that need no library of the browser", async () => {
  const folder = mkdtempSync(join(tmpdir(), "foretell-lib-"));
  try {
    writeFileSync(join(folder, "user.ts"), `export * from ${JSON.stringify(types)};\n`);
    const compilerOptions = {
      ...{ lib: ["es2023"], types: [], module: "nodenext", strict: true },
      ...{ noEmit: true, skipLibCheck: false },
    };
    const project = join(folder, "tsconfig.json");
    writeFileSync(project, JSON.stringify({ compilerOptions, files: ["user.ts"] }));
    const { stdout } = await execute(process.execPath, [tsc, "--project", project], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
