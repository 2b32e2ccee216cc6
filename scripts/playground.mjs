// Makes docs/playground/index.html: one page that holds the library, and asks for nothing else.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { forBrowsers } from "./browser.mjs";

const EXAMPLES = ["air-passengers.csv", "nottem.csv", "uk-gas.csv"];

/** Rules of holidays are larger than the page. */
const noHolidays = {
  name: "no-holidays",
  setup(build) {
    build.onResolve({ filter: /^date-holidays$/ }, () => ({ path: "holidays", namespace: "none" }));
    build.onLoad({ filter: /.*/, namespace: "none" }, () => ({
      contents: "export default undefined;",
    }));
  },
};

/** @param root folder of the package */
export async function writePlayground(root) {
  const folder = join(root, "src/browser/playground");
  const text = (path) => readFileSync(join(folder, path), "utf8");
  const shared = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
  };
  const {
    outputFiles: [worker],
  } = await build({
    ...shared,
    entryPoints: [join(folder, "worker.ts")],
    ...{ platform: "browser", format: "iife", target: "es2022", minify: true },
    inject: [join(root, "src/browser/stand-ins/timers.ts")],
    plugins: [noHolidays, forBrowsers(root)],
  });
  const {
    outputFiles: [assets],
  } = await build({
    ...shared,
    entryPoints: [join(folder, "assets.ts")],
    format: "esm",
    platform: "node",
  });
  const { STYLE, uplotStyle, uplotScript, clientScript, inScript } = await import(
    `data:text/javascript;base64,${Buffer.from(assets.text).toString("base64")}`
  );
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const examples = Object.fromEntries(
    EXAMPLES.map((name) => [name, readFileSync(join(root, "fixtures", name), "utf8")]),
  );
  const holes = {
    version,
    style: `${uplotStyle}${STYLE}${text("page.css")}`,
    examples: inScript(JSON.stringify(examples)),
    worker: inScript(worker.text),
    charts: inScript(`${uplotScript}\n${clientScript}`),
    client: inScript(text("page.client.js")),
  };
  const page = text("page.html").replace(/\{\{(\w+)\}\}/g, (_, name) => holes[name]);
  mkdirSync(join(root, "docs/playground"), { recursive: true });
  writeFileSync(join(root, "docs/playground/index.html"), page);
}
