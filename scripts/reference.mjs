// The settings of `npm run reference`: the API reference, made of the doc comments by typedoc.

/** Lines that stand indented after an empty one: equations, which Markdown would join to one line. */
const EQUATIONS = /(?<=\n\n)(?: {2,3}\S.*(?:\n|$))+/g;
const FENCED = /(^```[\s\S]*?^```)/m;

export default {
  name: "foretell",
  includeVersion: true,
  entryPoints: [
    "../src/index.ts",
    "../src/library/*.ts",
    "../src/browser/index.ts",
    "../src/browser/client.ts",
    "../src/browser/statistical.ts",
  ],
  tsconfig: "../tsconfig.json",
  readme: "../docs/library.md",
  out: "../docs/reference",
  sort: ["kind", "alphabetical"],
  // Links to sources need a public repository; types are checked by `npm run typecheck`.
  disableSources: true,
  skipErrorChecking: true,
  validation: { notExported: false, invalidLink: true },
  // A link that leads nowhere, or a parameter that is not there, fails.
  treatWarningsAsErrors: true,
  markdownItLoader({ core }) {
    core.ruler.after("normalize", "equations", (state) => {
      const indented = (text) => text.replace(EQUATIONS, (lines) => lines.replace(/^/gm, "    "));
      const parts = state.src.split(FENCED);
      state.src = parts.map((part, i) => (i % 2 ? part : indented(part))).join("");
    });
  },
};
