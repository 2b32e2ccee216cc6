// Type declarations of the library, and with them those of danfojs-node, which users do not install.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";

const require = createRequire(import.meta.url);
const IMPORT = /(from |import\()(["'])([^"']+)\2/g;
const packageFolder = (name) => dirname(require.resolve(`${name}/package.json`));

/**
 * Writes what src/index.ts and the subpaths in src/library reach to dist/types. Whether types are right is for `npm run typecheck`
 * to say.
 *
 * @param root folder of the package
 */
export function writeDeclarations(root) {
  const emitted = mkdtempSync(join(tmpdir(), "foretell-types-"));
  try {
    const tsc = join(packageFolder("typescript"), "bin/tsc");
    const project = join(root, "scripts/declarations.json");
    execFileSync(process.execPath, [tsc, "--project", project, "--outDir", emitted], {
      stdio: "inherit",
    });
    copy(emitted, join(root, "dist/types"));
  } finally {
    rmSync(emitted, { recursive: true, force: true });
  }
}

function copy(emitted, types) {
  const danfojs = join(packageFolder("danfojs-node"), "dist");
  const danfojsEntry = join(danfojs, "danfojs-node/src/index.d.ts");
  const targetOf = (path) =>
    path.startsWith(danfojs)
      ? join(types, "danfojs-node", relative(danfojs, path))
      : join(types, relative(emitted, path));

  const seen = new Set();
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    const target = targetOf(path);
    const text = readFileSync(path, "utf8").replace(IMPORT, (whole, before, quote, module) => {
      if (module.startsWith(".")) {
        visit(resolve(path, module));
        return whole;
      }
      if (module !== "danfojs-node" || path.startsWith(danfojs)) return whole;
      visit(danfojsEntry);
      const entry = relative(dirname(target), targetOf(danfojsEntry)).split(sep).join("/");
      const specifier = entry.startsWith(".") ? entry : `./${entry}`;
      return `${before}${quote}${specifier.replace(/\.d\.ts$/, ".js")}${quote}`;
    });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, withoutForeign(text));
  };
  visit(join(emitted, "index.d.ts"));
  for (const page of ["index", "client"]) visit(join(emitted, "browser", `${page}.d.ts`));
  for (const subpath of readdirSync(join(emitted, "library"))) {
    visit(join(emitted, "library", subpath));
  }
  // danfojs-node declares CommonJS: its imports have no endings.
  writeFileSync(join(types, "danfojs-node/package.json"), '{ "type": "commonjs" }\n');
}

function resolve(importer, module) {
  const base = join(dirname(importer), module.replace(/\.js$/, ""));
  return [`${base}.d.ts`, join(base, "index.d.ts")].find(existsSync);
}

/** Whatever comes from packages that users do not have is any. */
function withoutForeign(text) {
  return text.replace(/^import (.*) from ["']([^."'][^"']*)["'];\n/gm, (line, names, module) => {
    if (module === "stream" || module.startsWith("node:")) return line;
    const plain = (name) => name.trim().replace(/^type /, "");
    const anys = (list) => list.map((name) => `type ${plain(name)} = any;\n`).join("");
    if (names.startsWith("{")) return anys(names.slice(1, -1).split(","));
    const used = text.matchAll(new RegExp(`\\b${names}\\.(\\w+)`, "g"));
    return `declare namespace ${names} {\n${anys([...new Set([...used].map(([, name]) => name))])}}\n`;
  });
}
