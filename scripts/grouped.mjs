// Bundles entry points that share code into few files. esbuild makes a file of every set of modules that the
// same entry points share: hundreds of them, and Node takes a while to find and link each. Here the sets that
// the main entry points tell apart are a file each.
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

/** Packages of the older kind call `require`, which is made when the first does. */
export const REQUIRE =
  'import{createRequire as requireOf}from"node:module";let requireOfFile$;' +
  "const require=(id)=>(requireOfFile$??=requireOf(import.meta.url))(id);\n";

/** Bytes up to which what some share is no file of its own. */
const SMALL = 30_000;

/**
 * @param options of esbuild, whose output is split
 * @param main    entry points, and modules that are imported when they are needed, that are told apart
 * @returns the files as esbuild has them, and what went into them
 */
export async function grouped(options, main) {
  const { outputFiles, metafile } = await build({
    ...options,
    chunkNames: "[hash]/[name]",
    lineLimit: undefined,
  });
  const { outdir, absWorkingDir } = options;
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [join(absWorkingDir, path), output]),
  );

  const entries = [...outputs].filter(([, { entryPoint }]) => entryPoint !== undefined);
  for (const name of main) {
    if (!entries.some(([, { entryPoint }]) => entryPoint === name)) {
      throw new Error(`${name} is no entry point and imported by no import()`);
    }
  }
  const reached = new Map(
    entries.map(([path]) => [path, reachedFrom(path, outputs, absWorkingDir)]),
  );
  const mains = main.map((name) => entries.find(([, { entryPoint }]) => entryPoint === name));
  const groups = new Map();
  for (const [path, { entryPoint }] of outputs) {
    if (entryPoint !== undefined) continue;
    const sharers = mains.filter(([entry]) => reached.get(entry).has(path)).map(([entry]) => entry);
    if (sharers.length === 0) continue;
    const key = sharers.join();
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  for (const [key, paths] of [...groups]) {
    if (paths.reduce((sum, path) => sum + outputs.get(path).bytes, 0) > SMALL) continue;
    const [first] = key.split(",");
    groups.delete(key);
    groups.set(first, [...(groups.get(first) ?? []), ...paths]);
  }
  // What reaches one file of a group reaches all, and what these need.
  const groupOf = new Map(
    [...groups.values()].flatMap((group) => group.map((path) => [path, group])),
  );
  const added = new Map(
    entries.map(([entry]) => {
      const all = new Set([entry]);
      for (const path of all) {
        for (const other of [
          ...importsOf(path, outputs, absWorkingDir),
          ...(groupOf.get(path) ?? []),
        ]) {
          all.add(other);
        }
      }
      return [entry, [...all].filter((path) => groupOf.has(path))];
    }),
  );
  const { outputFiles: merged } = await build({
    ...{ absWorkingDir, outdir, bundle: true, splitting: true, entryNames: options.entryNames },
    ...{ platform: options.platform, format: options.format, target: options.target },
    ...{ minifySyntax: false, minifyWhitespace: options.minifyWhitespace },
    ...{ lineLimit: options.lineLimit, charset: options.charset, legalComments: "none" },
    ...(options.chunkNames && { chunkNames: options.chunkNames }),
    entryPoints: Object.fromEntries(
      Object.values(options.entryPoints).map((name) => {
        const [path] = entries.find(([, { entryPoint }]) => entryPoint === name);
        return [basename(path, ".js"), path];
      }),
    ),
    write: false,
    logLevel: options.logLevel,
    plugins: [
      {
        name: "bundled-before",
        setup(build) {
          build.onResolve({ filter: /.*/ }, ({ path, resolveDir }) => {
            const whole = path.startsWith(".") ? join(resolveDir, path) : path;
            if (!texts.has(whole)) return { path, external: true };
            return { path: whole, namespace: "bundled", sideEffects: true };
          });
          build.onLoad({ filter: /.*/, namespace: "bundled" }, ({ path }) => ({
            contents: [
              texts.get(path),
              ...(added.get(path) ?? []).map((other) => `import ${JSON.stringify(other)};`),
            ].join("\n"),
            resolveDir: dirname(path),
          }));
        },
      },
    ],
  });
  return {
    metafile,
    outputFiles: merged.map(({ path, text }) => ({
      path,
      contents: options.platform === "node" ? withRequire(text) : text,
    })),
  };
}

/** Files that are loaded with this one. */
function reachedFrom(path, outputs, root) {
  const found = new Set([path]);
  for (const one of found) for (const other of importsOf(one, outputs, root)) found.add(other);
  return found;
}

function importsOf(path, outputs, root) {
  return outputs
    .get(path)
    .imports.filter(({ kind, external }) => kind === "import-statement" && !external)
    .map((one) => join(root, one.path));
}

function withRequire(text) {
  if (!/\brequire\b/.test(text)) return text;
  const [, first, rest] = /^(#!.*\n)?([\s\S]*)$/.exec(text);
  return `${first ?? ""}${REQUIRE}${rest}`;
}
