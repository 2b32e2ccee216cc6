// The licence texts of every package that went into bundles, and the notices of code by others inside them:
// a package under MIT may hold files under the Apache licence.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param root      folder that holds node_modules, and our LICENSE as the text of the MIT licence
 * @param metafiles what esbuild says went into the bundles
 * @throws Error for a package without licence text, unless it is MIT by its sources
 */
export function licenses(root, metafiles) {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) =>
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
    const text = textOf(root, folder, files, license);
    const notices = noticesOf(root, files).filter((notice) => !text.includes(notice));
    return [
      `${name} ${version} (${license.replace(/^\((.*)\)$/, "$1")})\n\n${text}\n`,
      ...notices.map((notice) => `\nIn its sources:\n\n${notice}\n`),
    ].join("");
  });
  const sections = [...new Set(texts)].sort();
  if (!sections.some((text) => text.includes(APACHE_TITLE))) {
    const named = sections.some((text) => /Apache License/.test(text));
    if (named) sections.push(readFileSync(join(root, APACHE_TEXT), "utf8"));
  }
  return sections.join(`\n${"-".repeat(80)}\n\n`);
}

const APACHE_TITLE = "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION";
const MPL_TEXT = "node_modules/axe-core/LICENSE";
const APACHE_TEXT = "node_modules/assemblyscript/LICENSE";

/** The comments of source files that tell a copyright, one for each set of holders and licences. */
function noticesOf(root, files) {
  const notices = files.flatMap((path) => {
    const comments = readFileSync(join(root, path), "utf8").match(/\/\*[\s\S]*?\*\//g) ?? [];
    return comments
      .filter((comment) => /copyright\b.*\d{4}|licensed under/i.test(comment))
      .map((comment) =>
        comment
          .replace(/^\/\*[*!]*|\*+\/$/g, "")
          .replace(/^[ \t]*\*?[ \t]*/gm, "")
          .trim(),
      );
  });
  const terms = (notice) => notice.match(/^.*(?:copyright|licen[cs]e).*$/gim).join("\n");
  return [...new Map(notices.map((notice) => [terms(notice), notice])).values()];
}

function textOf(root, folder, files, license) {
  const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file) return readFileSync(join(root, folder, file), "utf8").trim();
  // Without a copy in the package: it must be said where its source is.
  if (license === "MPL-2.0") {
    const { repository } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const source = typeof repository === "string" ? repository : repository.url;
    return `Its source: ${source}\n\n${readFileSync(join(root, MPL_TEXT), "utf8").trim()}`;
  }
  const copyright = files
    .map(
      (path) => /Copyright (?:\(c\) )?\d{4}.*/i.exec(readFileSync(join(root, path), "utf8"))?.[0],
    )
    .find(Boolean);
  if (license !== "MIT" || !copyright) throw new Error(`${folder} has no licence text`);
  const mit = readFileSync(join(root, "LICENSE"), "utf8").trim();
  return mit.replace(/^Copyright .*$/m, copyright);
}
