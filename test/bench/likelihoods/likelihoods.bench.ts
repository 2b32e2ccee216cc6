import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimate } from "../../../src/models/arima/likelihood.js";
import { fitForm } from "../../../src/models/ets/fit.js";
import type { EtsForm } from "../../../src/models/ets/forms.js";
import { type Measured, manySeries } from "./many-series.js";

/** By how much a logarithm of a likelihood may stay below R's. */
const TOLERANCE = 0.5;
/** The observation that is missing from the series with a gap. */
const GAP = 6;

type Numbers = readonly [number, number, number, number, number, number];

const ORDERS: readonly Numbers[] = [
  ...[[2, 0, 0] as const, [3, 0, 2] as const, [2, 1, 2] as const, [2, 0, 2] as const],
  ...[[3, 1, 1] as const, [1, 1, 1] as const, [0, 1, 2] as const],
].map(([p, d, q]): Numbers => [p, d, q, 0, 0, 0]);
const SEASONAL_ORDERS: readonly Numbers[] = [
  [2, 0, 1, 1, 1, 1],
  [1, 1, 1, 1, 0, 1],
];

/**
 * Variance of a stationary part, in units of its innovations, from which on R takes the first observations
 * for unknown and leaves them out of the likelihood, which is too high by that: 2 of the complete series and
 * 1 with a gap, as test/models/arima/given-order.test.ts shows at R's own coefficients.
 */
const UNKNOWN_TO_R = 1e4;

/** Reads `cases.csv` and `series.csv`, and writes the best of R's two methods for each case. */
const ARIMA = `
cases <- read.csv("cases.csv", header = FALSE)
series <- read.csv("series.csv", header = FALSE, stringsAsFactors = FALSE)
ys <- setNames(lapply(strsplit(series$V2, " "), as.numeric), series$V1)
for (i in seq_len(nrow(cases))) {
  y <- ys[[cases$V1[i]]]; o <- as.numeric(cases[i, 4:9]); best <- -Inf
  if (cases$V3[i] > 0) y[cases$V3[i]] <- NA
  for (method in c("ML", "CSS-ML")) {
    f <- tryCatch({
      setTimeLimit(elapsed = 60, transient = TRUE)
      suppressWarnings(arima(ts(y), order = o[1:3], method = method, optim.control = list(maxit = 1000),
        seasonal = list(order = o[4:6], period = cases$V2[i]), include.mean = o[2] + o[5] == 0))
    }, error = function(e) NULL)
    if (!is.null(f) && is.finite(f$loglik) && f$loglik > best) { best <- f$loglik; fit <- f$model }
  }
  variance <- if (is.finite(best)) 1 + sum(ARMAtoMA(fit$phi, fit$theta, 20000)^2) else NaN
  cat(sprintf("%.6f,%.6f\\n", if (is.finite(best)) best else NaN, variance), file = "arima.csv", append = i > 1)
}
`;

/** The AICc of every form that R can fit to each series. */
const ETS = `
suppressMessages(library(forecast))
series <- read.csv("series.csv", header = FALSE, stringsAsFactors = FALSE)
for (k in seq_len(nrow(series))) {
  y <- ts(as.numeric(strsplit(series$V2[k], " ")[[1]]), frequency = series$V3[k])
  for (e in c("A", "M")) for (t in c("N", "A", "M")) for (d in c(FALSE, TRUE)) for (s in c("N", "A", "M")) {
    if (t == "N" && d || s != "N" && series$V3[k] == 1) next
    value <- tryCatch(suppressWarnings(ets(y, paste0(e, t, s), damped = d, restrict = FALSE))$aicc,
      error = function(e) NaN)
    if (isTRUE(is.finite(value))) cat(series$V1[k], paste0(e, ",", t, if (d) "d", ",", s), sprintf("%.6f\\n", value), sep = ";",
      file = "ets.csv", append = TRUE)
  }
}
`;

/**
 * How many maxima of a likelihood end below those that R finds: of given ARIMA orders on complete series and
 * on series with a gap, and of the forms of exponential smoothing.
 */
export async function likelihoods(print: (line: string) => void): Promise<void> {
  if (spawnSync("Rscript", ["--version"]).error) {
    print("Rscript is not there: likelihoods are not compared");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "foretell-likelihoods-"));
  try {
    const series = await manySeries();
    print(`${series.length} series${series.length > 10 ? "" : ", as those of M1 are not there"}`);
    const lines = series.map(({ name, y, season }) => `${name},${[...y].join(" ")},${season}`);
    writeFileSync(join(folder, "series.csv"), `${lines.join("\n")}\n`);
    compareArima(series, folder, print);
    compareEts(series, folder, print);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runR(
  script: string,
  folder: string,
  name: string,
  print: (line: string) => void,
): string[] | undefined {
  writeFileSync(join(folder, `${name}.R`), script);
  const { status, stderr } = spawnSync("Rscript", [`${name}.R`], { cwd: folder, encoding: "utf8" });
  if (status !== 0) {
    print(`R could not run, ${name} is not compared: ${stderr.trim()}`);
    return undefined;
  }
  return readFileSync(join(folder, `${name}.csv`), "utf8")
    .trim()
    .split("\n");
}

function compareArima(
  series: readonly Measured[],
  folder: string,
  print: (line: string) => void,
): void {
  const cases = [0, GAP + 1].flatMap((gap) =>
    series.flatMap((one) =>
      [...ORDERS, ...(one.season > 1 ? SEASONAL_ORDERS : [])].map((order) => ({ one, gap, order })),
    ),
  );
  const rows = cases.map(({ one, gap, order }) => [one.name, one.season, gap, ...order].join());
  writeFileSync(join(folder, "cases.csv"), `${rows.join("\n")}\n`);
  const theirs = runR(ARIMA, folder, "arima", print);
  if (!theirs) return;
  for (const gap of [0, GAP + 1]) {
    let compared = 0;
    let above = 0;
    let unfitted = 0;
    let leftOut = 0;
    const below: string[] = [];
    for (const [i, { one, gap: own, order }] of cases.entries()) {
      if (own !== gap) continue;
      const [p, d, q, seasonalP, seasonalD, seasonalQ] = order;
      const y = one.y.slice();
      if (gap > 0) y[gap - 1] = Number.NaN;
      const constant = d + seasonalD === 0 ? [new Float64Array(y.length).fill(1)] : [];
      const spec = { p, d, q, seasonalP, seasonalD, seasonalQ, season: one.season };
      const ours = estimate(y, constant, spec)?.logLikelihood ?? Number.NaN;
      const [r, variance] = theirs[i]!.split(",").map(Number);
      if (Number.isNaN(r)) unfitted++;
      else if (variance! >= UNKNOWN_TO_R) leftOut++;
      else {
        compared++;
        if (ours > r! + TOLERANCE) above++;
        if (!(ours >= r! - TOLERANCE)) {
          below.push(`  ${one.name} ${order.join("-")}: ${ours.toFixed(3)}, R ${r!.toFixed(3)}`);
        }
      }
    }
    const kind = gap > 0 ? `arima with observation ${gap} missing` : "arima, complete series";
    print(
      `${kind}: ${below.length} of ${compared} more than ${TOLERANCE} below R, ${above} above; R fits none in ${unfitted}, and leaves observations out in ${leftOut}`,
    );
    for (const line of below) print(line);
  }
}

function compareEts(
  series: readonly Measured[],
  folder: string,
  print: (line: string) => void,
): void {
  const theirs = runR(ETS, folder, "ets", print);
  if (!theirs) return;
  const byName = new Map(series.map((one) => [one.name, one]));
  const worse: string[] = [];
  let better = 0;
  for (const line of theirs) {
    const [name, form, value] = line.split(";");
    const { y, season } = byName.get(name!)!;
    const [error, trend, seasonal] = form!.split(",");
    const damped = trend!.endsWith("d");
    const spec = { error, trend: trend![0], damped, season: seasonal } as EtsForm;
    const { aicc = Number.NaN } = fitForm(y, spec, season) ?? {};
    if (aicc < Number(value) - TOLERANCE) better++;
    if (!(aicc <= Number(value) + TOLERANCE)) {
      worse.push(`  ${name} ${form}: AICc ${aicc.toFixed(3)}, R ${Number(value).toFixed(3)}`);
    }
  }
  print(
    `ets: ${worse.length} of ${theirs.length} forms more than ${TOLERANCE} AICc above R, ${better} below`,
  );
  for (const line of worse) print(line);
}
