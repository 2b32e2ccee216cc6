import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const GUIDES = ["docs/architecture.md", "docs/contributing.md"];
/** A path from the root: in backticks, with a slash. */
const PATH = /`((?:src|test|scripts|docs|bin|fixtures|\.ci)\/[^`\s]*)`/g;
/** What a newcomer is about to write. */
const NEW = /NAME/;

describe.each(GUIDES)("%s", (guide) => {
  const text = readFileSync(join(root, guide), "utf8");

  it("names files and folders that there are", () => {
    const paths = [...text.matchAll(PATH)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !NEW.test(path) && !existsSync(join(root, path)))).toEqual([]);
  });

  it("names scripts that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  it("has every room of src in its table", () => {
    const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
    const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `src/${entry.name}/` : `src/${entry.name}`,
    );
    expect(rooms.filter((room) => !text.includes(`\`${room}\``))).toEqual([]);
  });
});
