// The licence texts of every package that went into a bundle.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param root     folder that holds node_modules, and our LICENSE as the text of the MIT licence
 * @param metafile what esbuild says went into the bundle
 * @throws Error for a package without licence text, unless it is MIT by its sources
 */
export function licenses(root, metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const packages = new Map();
  for (const path of inputs) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
    if (folder) packages.set(folder, [...(packages.get(folder) ?? []), path]);
  }
  const texts = [...packages].map(([folder, files]) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(root, folder, "package.json"), "utf8"),
    );
    return `${name} ${version} (${license.replace(/^\((.*)\)$/, "$1")})\n\n${textOf(root, folder, files, license)}\n`;
  });
  return [...new Set(texts)].sort().join(`\n${"-".repeat(80)}\n\n`);
}

function textOf(root, folder, files, license) {
  const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file) return readFileSync(join(root, folder, file), "utf8").trim();
  const copyright = files
    .map(
      (path) => /Copyright (?:\(c\) )?\d{4}.*/i.exec(readFileSync(join(root, path), "utf8"))?.[0],
    )
    .find(Boolean);
  if (license !== "MIT" || !copyright) throw new Error(`${folder} has no licence text`);
  const mit = readFileSync(join(root, "LICENSE"), "utf8").trim();
  return mit.replace(/^Copyright .*$/m, copyright);
}
