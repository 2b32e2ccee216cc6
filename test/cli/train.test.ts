import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { retail } from "../tables/retail.js";
import { binary, folder, foretell, monthly } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

const year = [10, 12, 15, 13, 18, 20, 24, 23, 19, 16, 12, 11];
const values = [...year, ...year.map((y) => y + 3), ...year.map((y) => y + 5)];
const sales = monthly(values);
const tail = (rows: number, more: readonly number[] = []) => {
  const lines = monthly([...values, ...more])
    .trim()
    .split("\n");
  return `${[lines[0], ...lines.slice(-rows)].join("\n")}\n`;
};

async function trained(cwd: string, ...args: string[]) {
  const outcome = await foretell(["train", "sales.csv", "-o", "m.foretell", ...args], { cwd });
  expect(outcome).toEqual({ code: 0, stdout: "", stderr: "" });
}

describe("foretell train and forecast --from", () => {
  it.each([
    ["its own intervals", "lstm:epochs=3,loss=quantile", "auto"],
    ["conformal intervals", "lstm:epochs=3", "auto"],
    ["bootstrap intervals", "lstm:epochs=3", "bootstrap"],
    ["adaptive intervals", "lstm:epochs=3", "adaptive"],
  ])("give the bytes that forecasting at once gives, with %s", async (_, spec, intervals) => {
    const cwd = folder({ "sales.csv": sales });
    const args = ["-m", spec, "-H", "4", "--seed", "5", "--level", "50"];
    args.push("--intervals", intervals);
    await trained(cwd, ...args);
    const saved = await foretell(["forecast", "--from", "m.foretell"], { cwd });
    const direct = await foretell(["forecast", "sales.csv", ...args], { cwd });
    expect(saved).toEqual(direct);
    expect(saved.stdout.split("\n")).toHaveLength(6);
    expect(saved.stdout).toContain(",lstm-lo-50,lstm-hi-50\n");
    expect(readdirSync(cwd).sort()).toEqual(["m.foretell", "sales.csv"]);
  });

  it("forecast what follows other data, with the history that these lack", async () => {
    const more = [17, 19];
    const cwd = folder({
      "sales.csv": sales,
      "sales2.csv": monthly([...values, ...more]),
      "rest.csv": tail(2, more),
    });
    await trained(cwd, "-m", "lstm:epochs=3", "-H", "4", "--intervals", "none");
    const whole = await foretell(["forecast", "sales2.csv", "--from", "m.foretell"], { cwd });
    expect(whole.stderr).toBe("");
    const rest = await foretell(["forecast", "-", "--from", "m.foretell"], {
      cwd,
      stdin: tail(2, more),
    });
    expect(rest.stderr).toBe(
      'foretell: warning: series "series": 36 rows before those of stdin come from m.foretell\n',
    );
    const numbers = (csv: string) => csv.replaceAll(/^(sales2|series),/gm, "");
    expect(numbers(rest.stdout)).toBe(numbers(whole.stdout));
    expect(numbers(whole.stdout)).toContain("2023-03-01");
  });

  it("say so where rows are missing between other data and theirs", async () => {
    const cwd = folder({ "sales.csv": sales, "later.csv": "ds,y\n2023-03-01,17\n2023-04-01,18\n" });
    await trained(cwd, "-m", "naive", "-H", "2");
    const { code, stderr } = await foretell(["forecast", "later.csv", "--from", "m.foretell"], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stderr).toContain('series "later" begins 2023-03, and that of m.foretell ends 2022-12');
    expect(stderr).toContain("put those between before them to go on from m.foretell");
  });

  it("say it of many series in one line", async () => {
    const of = (months: string[]) =>
      `id,ds,y\n${["a", "b", "c"].flatMap((id) => months.map((m, i) => `${id},${m}-01,${i + 3}\n`)).join("")}`;
    const cwd = folder({
      "sales.csv": of(["2022-01", "2022-02", "2022-03", "2022-04"]),
      "later.csv": of(["2022-08", "2022-09"]),
    });
    await trained(cwd, "-m", "naive", "-H", "2");
    const told = async (file: string) =>
      (await foretell(["forecast", file, "--from", "m.foretell"], { cwd })).stderr;
    expect(await told("later.csv")).toBe(
      'foretell: warning: 3 series begin later than those of m.foretell end, such as "a", which begins 2022-08, and that of m.foretell ends 2022-04: they are forecast from their own rows alone; put those between before them to go on from m.foretell\n',
    );
  });

  it("give other horizons and levels, and JSON", async () => {
    const cwd = folder({ "sales.csv": sales });
    await trained(cwd, "-m", "seasonal-naive", "-H", "4");
    const { stdout } = await foretell(
      ["forecast", "--from", "m.foretell", "-H", "6", "--level", "50", "--format", "json"],
      { cwd },
    );
    const { levels, horizon, series } = JSON.parse(stdout);
    expect([levels, horizon]).toEqual([[50], 6]);
    expect(series[0].mean).toEqual(year.slice(0, 6).map((y) => y + 5));
    expect(Object.keys(series[0].intervals)).toEqual(["50"]);
  });

  it("name what does not fit: frequency, columns, series", async () => {
    const long = (ids: string[]) =>
      `id,ds,y\n${ids.flatMap((id) => ["01", "02", "03"].map((m) => `${id},2020-${m}-01,${m}\n`)).join("")}`;
    const cwd = folder({
      "sales.csv": long(["a", "b"]),
      "daily.csv": "id,ds,y\na,2024-01-01,1\na,2024-01-02,2\na,2024-01-03,4\n",
      "other.csv": "id,ds,value\na,2024-01-01,1\na,2024-02-01,2\n",
      "unseen.csv": long(["a", "c"]),
    });
    await trained(cwd, "-m", "naive", "-H", "1");
    const fail = async (...args: string[]) => {
      const { code, stderr } = await foretell(["forecast", ...args, "--from", "m.foretell"], {
        cwd,
      });
      return `${code} ${stderr}`;
    };
    expect(await fail("daily.csv")).toMatch(
      /^3 foretell: daily\.csv: the data are daily \(D\), the model in m\.foretell is monthly \(MS\)/,
    );
    expect(await fail("other.csv")).toMatch(
      /^2 foretell: .*no column "y".*\nThe model in m\.foretell was trained with it\. Name the column that takes its place: --target NAME\. /,
    );
    expect(await fail("unseen.csv")).toMatch(/^3 .*naive was not fitted to a series "c"/);
    expect(await fail("--past", "x")).toMatch(/^2 .*--past cannot be chosen with --from/);
    expect(await fail("-m", "naive2")).toMatch(/^2 .*m\.foretell holds naive, not naive2/);
  });

  it("forecast series that one network has not seen, and say so", async () => {
    const long = (ids: string[]) =>
      `id,t,y\n${ids.flatMap((id, k) => values.map((y, t) => `${id},${t},${y + k}\n`)).join("")}`;
    const cwd = folder({ "sales.csv": long(["a", "b"]), "new.csv": long(["b", "c"]) });
    await trained(cwd, "-m", "lstm:epochs=2", "-H", "2");
    const { code, stdout, stderr } = await foretell(
      ["forecast", "new.csv", "--from", "m.foretell", "--intervals", "none"],
      { cwd },
    );
    expect(stderr).toBe("foretell: warning: lstm:epochs=2 has not seen 1 of 2 series: c\n");
    expect(stdout.match(/^[bc],/gm)).toHaveLength(4);
    expect(code).toBe(0);
  });

  it("write no id that a spreadsheet would run as a formula with --safe-csv", async () => {
    const cwd = folder({ "sales.csv": `id,ds,y\n=1+1,2024,1\n=1+1,2025,2\n=1+1,2026,3\n` });
    await trained(cwd, "-m", "naive", "-H", "1");
    const { stdout } = await foretell(["forecast", "--from", "m.foretell", "--safe-csv"], { cwd });
    expect(stdout).toMatch(/^'=1\+1,2027/m);
  });

  it("take exogenous columns by the names they were trained with", async () => {
    const rows = values.map((y, t) => [y, t % 5, t % 3] as const);
    const table = (given: readonly (readonly (number | string)[])[]) =>
      `t,y,x,z\n${given.map((row, t) => `${t},${row.join(",")}\n`).join("")}`;
    const later = [17, 19].map((y, k) => [y, k, k] as const);
    const ahead = [
      ["", "", 1],
      ["", "", 2],
    ] as const;
    const rest = [...later, ...ahead].map((row, k) => `${36 + k},${row.join(",")}\n`).join("");
    const cwd = folder({
      "sales.csv": table([...rows, ...ahead]),
      "whole.csv": table([...rows, ...later, ...ahead]),
      "rest.csv": `z,t,y,x\n${rest.replaceAll(/^(\d+),(\d*),(\d*),(\d+)$/gm, "$4,$1,$2,$3")}`,
    });
    await trained(
      cwd,
      ...["-m", "lstm:epochs=2", "-H", "2", "--target", "y", "--past", "x", "--future", "z"],
      ...["--intervals", "none"],
    );
    const [whole, joined] = await Promise.all(
      ["whole.csv", "rest.csv"].map((file) =>
        foretell(["forecast", file, "--from", "m.foretell"], { cwd }),
      ),
    );
    expect([whole.code, whole.stderr]).toEqual([0, ""]);
    expect(joined.stdout.replaceAll("rest,", "whole,")).toBe(whole.stdout);
    expect(whole.stdout).toMatch(/\nwhole,38,.*\nwhole,39,.*\n$/);
  });

  it("refuse a file that is missing, cut off, damaged or something else", async () => {
    const cwd = folder({ "sales.csv": sales });
    await trained(cwd, "-m", "naive", "-H", "2");
    const bytes = readFileSync(join(cwd, "m.foretell"));
    writeFileSync(join(cwd, "cut.foretell"), bytes.subarray(0, -5));
    bytes[bytes.length - 5] ^= 1;
    writeFileSync(join(cwd, "bad.foretell"), bytes);
    const fail = async (file: string) => {
      const { code, stderr, stdout } = await foretell(["forecast", "--from", file], { cwd });
      expect(stdout).toBe("");
      return `${code} ${stderr}`;
    };
    expect(await fail("none.foretell")).toMatch(/^3 foretell: none\.foretell: no such file/);
    expect(await fail("cut.foretell")).toMatch(/^3 foretell: cut\.foretell: cut off/);
    expect(await fail("bad.foretell")).toMatch(/^3 foretell: bad\.foretell: damaged: its checksum/);
    expect(await fail("sales.csv")).toMatch(/^3 foretell: sales\.csv: not a model file/);
    expect(await fail(".")).toMatch(/^3 foretell: \.: not a regular file/);
  });

  it("hold several models, which are forecast as at once, and chosen by -m", async () => {
    const cwd = folder({ "sales.csv": sales, "more.csv": monthly([...values, 17]) });
    const specs = ["-m", "theta,ets", "-m", "lstm:epochs=2", "-H", "4", "--level", "50"];
    await trained(cwd, ...specs);
    const from = (...more: string[]) =>
      foretell(["forecast", ...more, "--from", "m.foretell"], { cwd });
    const direct = (...more: string[]) =>
      foretell(["forecast", "sales.csv", "-H", "4", "--level", "50", ...more], { cwd });
    expect(await from()).toEqual(await direct(...specs.slice(0, 4)));
    expect(await from("-m", "theta")).toEqual(await direct("-m", "theta"));
    expect((await from("-m", "lstm,theta", "--intervals", "none")).stdout).toMatch(
      /^unique_id,ds,lstm,theta\n/,
    );
    const newer = await from("more.csv", "-m", "ets");
    expect(newer).toMatchObject({ code: 0, stderr: "" });
    expect(newer.stdout).toContain("\nmore,2023-02-01,");
    const wrong = await from("-m", "drift");
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain("m.foretell holds theta, ets and lstm:epochs=2, not drift\n");
  });

  it("ask which is meant where two models in a file have one name", async () => {
    const cwd = folder({ "sales.csv": sales });
    const none = ["--intervals", "none"];
    await trained(cwd, "-m", "lstm:epochs=1", "-m", "lstm:epochs=2", "-H", "2", ...none);
    const from = (...more: string[]) =>
      foretell(["forecast", "--from", "m.foretell", ...more], { cwd });
    expect((await from()).stdout).toMatch(/^unique_id,ds,lstm:epochs=1,lstm:epochs=2\n/);
    expect((await from("-m", "lstm:epochs=2")).stdout).toMatch(/^unique_id,ds,lstm\n/);
    const both = await from("-m", "lstm");
    expect(both.code).toBe(2);
    expect(both.stderr).toContain("holds 2 models called lstm: lstm:epochs=1 and lstm:epochs=2");
  });

  it("keep the models that could be fitted, and name the others", async () => {
    const cwd = folder({ "sales.csv": monthly(values.slice(0, 8)) });
    const args = [
      "train",
      "sales.csv",
      "-m",
      "naive",
      "-m",
      "linear:context=30",
      "-m",
      "mean",
      "-H",
      "2",
    ];
    const { code, stderr } = await foretell([...args, "-o", "m.foretell"], { cwd });
    expect(stderr).toMatch(/^foretell: linear: context=30/m);
    expect(code).toBe(4);
    const { stdout } = await foretell(["forecast", "--from", "m.foretell", "--intervals", "none"], {
      cwd,
    });
    expect(stdout).toMatch(/^unique_id,ds,naive,mean\n/);
  });

  it("are no table, and no option of other commands", async () => {
    const cwd = folder({ "sales.csv": sales });
    await trained(cwd, "-m", "naive", "-H", "2");
    const table = await foretell(["inspect", "m.foretell"], { cwd });
    expect(table.stderr).toBe(
      "foretell: m.foretell is a saved model, not a table\nforetell forecast --from m.foretell forecasts with it.\n",
    );
    expect(table.code).toBe(3);
    const other = await foretell(["backtest", "sales.csv", "--from", "m.foretell"], { cwd });
    expect(other.stderr).toContain("Only foretell forecast uses a saved model");
    expect(other.code).toBe(2);
  });

  it("leave nothing behind when a model cannot be fitted or written", async () => {
    const cwd = folder({ "sales.csv": "ds,y\n2020-01-01,1\n2020-02-01,2\n" });
    const short = await foretell(["train", "sales.csv", "-o", "m", "-H", "30"], { cwd });
    expect(short.code).toBe(3);
    const nowhere = await foretell(["train", "sales.csv", "-o", "no/m"], { cwd });
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain("cannot write no/m: there is no such folder");
    expect(readdirSync(cwd)).toEqual(["sales.csv"]);
    expect(statSync(join(cwd, "sales.csv")).isFile()).toBe(true);
  });
});

describe("foretell forecast --from", () => {
  const month = (k: number) =>
    `${2020 + Math.floor(k / 12)}-${String(1 + (k % 12)).padStart(2, "0")}`;
  const table = (from: number, to: number, cells: (k: number) => string) =>
    Array.from({ length: to - from }, (_, k) => `${month(from + k)}-01,${cells(from + k)}\n`).join(
      "",
    );
  const price = (k: number) => 1 + (((k * k + 3 * k) % 7) % 3);
  const past = table(0, 36, (k) => `${100 - 10 * price(k) + ((k * 7) % 5) / 10},${price(k)}`);
  const planned = table(36, 40, () => ",1");
  const scenario = `ds,price\n${table(36, 40, () => "3")}`;
  const args = ["--future", "price", "-m", "arima", "-H", "4"];

  async function priced() {
    const files = { "sales.csv": `ds,y,price\n${past}${planned}`, "what-if.csv": scenario };
    const cwd = folder(files);
    await trained(cwd, ...args);
    return (...more: string[]) => foretell(["forecast", ...more], { cwd });
  }

  it("takes other future values from a file, also without the data, as a direct forecast does", async () => {
    const forecast = await priced();
    const whatIf = ["--future-file", "what-if.csv"];
    const direct = await forecast("sales.csv", ...args, ...whatIf);
    expect(await forecast("--from", "m.foretell", ...whatIf)).toEqual(direct);
    expect(await forecast("sales.csv", "--from", "m.foretell", ...whatIf)).toEqual(direct);
    const asPlanned = await forecast("--from", "m.foretell");
    const first = ({ stdout }: { stdout: string }) => Number(stdout.split("\n")[1].split(",")[2]);
    expect(first(asPlanned) - first(direct)).toBeCloseTo(20, 0);
  });

  it.each([
    [["--future-file", "missing.csv"], 3, /missing\.csv: no such file/],
    [["--target", "y"], 2, /--target is about reading a table/],
    [["--id", "shop"], 2, /--id is about reading a table/],
    [["--freq", "D"], 2, /--freq is about reading a table/],
    [["--join", "other.csv"], 2, /--join is about reading a table/],
    [["--missing", "zero"], 2, /--missing is about reading a table/],
    [["--tz", "UTC"], 2, /--tz is about reading a table/],
    [["--no-header"], 2, /--no-header is about reading a table/],
    [["--exogenous", "auto"], 2, /--exogenous cannot be chosen with --from/],
    [["--intervals", "bootstrap"], 2, /was trained with --intervals auto/],
    [["--gradients"], 2, /--gradients cannot be chosen with --from/],
    [["--shard", "1/2", "-o", "a.csv"], 2, /--shard cannot be used with --from/],
    [["--resume", "-o", "a.csv"], 2, /--resume cannot be used with --from/],
    [["--errors", "e.csv"], 2, /--errors cannot be used with --from/],
    [["--strict"], 2, /--strict cannot be used with --from/],
    [["--on", "redis://127.0.0.1:1"], 2, /--on cannot be used with --from/],
    [["--data-at", "."], 2, /--data-at cannot be used with --from/],
  ])("refuses %j, which would have no effect", async (more, code, message) => {
    const forecast = await priced();
    const outcome = await forecast("--from", "m.foretell", ...more);
    expect(outcome).toMatchObject({ code, stdout: "" });
    expect(outcome.stderr).toMatch(message);
  });

  it("takes other future values of several models, and says which they do not change", async () => {
    const files = { "sales.csv": `ds,y,price\n${past}${planned}`, "what-if.csv": scenario };
    const cwd = folder(files);
    const both = await foretell(
      ["train", "sales.csv", ...args, "-m", "naive", "-o", "m.foretell"],
      { cwd },
    );
    expect(both.code).toBe(0);
    const from = (...more: string[]) =>
      foretell(["forecast", "--from", "m.foretell", ...more], { cwd });
    const whatIf = ["--future-file", "what-if.csv"];
    const { code, stdout, stderr } = await from(...whatIf);
    expect(stderr).toContain("naive takes no columns known ahead");
    expect(stdout).toMatch(/^unique_id,ds,arima,.*,naive/);
    expect(code).toBe(0);
    const blind = await from("-m", "naive", ...whatIf);
    expect(blind.stderr).toContain("--future-file is of no use: naive in m.foretell takes no");
    expect(blind.code).toBe(2);
    const two = await from(...whatIf, "--future-file", "sales.csv");
    // Those that a scenario does not change stand there once.
    expect(two.stdout).toMatch(/^unique_id,ds,what-if,[^\n]*,sales,[^\n]*,naive,/);
    expect(two.code).toBe(0);
  });

  it("takes --no-gradients, as there are none to show", async () => {
    const forecast = await priced();
    expect(await forecast("--from", "m.foretell", "--no-gradients")).toEqual(
      await forecast("--from", "m.foretell"),
    );
  });

  it("goes on from a single new row, whose frequency the model knows", async () => {
    const cwd = folder({ "sales.csv": sales });
    await trained(cwd, "-m", "naive", "-H", "2", "--intervals", "none");
    const one = `ds,y\n${monthly([...values, 17])
      .trim()
      .split("\n")
      .at(-1)}\n`;
    const { stdout } = await foretell(["forecast", "-", "--from", "m.foretell"], {
      cwd,
      stdin: one,
    });
    expect(stdout).toBe("unique_id,ds,naive\nseries,2023-02-01,17\nseries,2023-03-01,17\n");
  });

  it("has the diagnostics that a direct forecast has", async () => {
    const cwd = folder({ "sales.csv": sales });
    const model = ["-m", "ets", "-H", "2"];
    await trained(cwd, ...model);
    const json = async (...more: string[]) =>
      JSON.parse((await foretell(["forecast", ...more, "--format", "json"], { cwd })).stdout);
    const [saved] = (await json("--from", "m.foretell")).series;
    const [direct] = (await json("sales.csv", ...model)).series;
    expect(saved.diagnostics).not.toBeNull();
    expect(saved.diagnostics).toEqual(direct.diagnostics);
  });
});

describe("the gradient flow of a trained cell", () => {
  const args = ["train", "nile", "-H", "4", "-o"];

  it("is shown beside a pipe when --gradients asks for it, on stderr", async () => {
    const cwd = folder();
    const flags = ["-m", "gru:epochs=2", "--gradients"];
    const { code, stdout, stderr } = await foretell([...args, "m.foretell", ...flags], { cwd });
    expect(stderr).toContain("gradient flow of gru: log₁₀ ‖∂L/∂hₜ‖");
    expect(stdout).toBe("");
    expect(code).toBe(0);
  });

  it.skipIf(!hasTerminal)("is shown on a terminal unless --no-gradients", async () => {
    const file = `${folder()}/m.foretell`;
    const command = `${process.execPath} ${binary} ${args.join(" ")} ${file} -m lstm:epochs=2`;
    expect((await onTerminal(command)).seen).toContain("gradient flow of lstm");
    expect((await onTerminal(`${command} --no-gradients`)).seen).not.toContain("gradient flow");
  });
});

describe("a plan for a panel", () => {
  it("names only series that the model does not know", async () => {
    const cwd = folder({ "retail.csv": retail({ stores: 2, days: 80, ahead: 7 }) });
    const plan = (text: string) =>
      text
        .split("\n")
        .filter((line, i) => i === 0 || line.split(",")[2] === "")
        .join("\n");
    writeFileSync(join(cwd, "plan.csv"), `${plan(retail({ stores: 2, days: 80, ahead: 7 }))}\n`);
    writeFileSync(join(cwd, "more.csv"), `${plan(retail({ stores: 3, days: 80, ahead: 7 }))}\n`);
    const options = ["--id", "store", "--future", "promo,price", "-m", "lag-regression", "-H", "7"];
    const trained = await foretell(["train", "retail.csv", ...options, "-o", "m.foretell"], {
      cwd,
    });
    expect(trained.code).toBe(0);
    const from = ["forecast", "--from", "m.foretell", "--format", "csv", "--future-file"];
    const known = await foretell([...from, "plan.csv"], { cwd });
    expect(known.stdout.trim().split("\n")).toHaveLength(1 + 2 * 7);
    expect(known.stderr).toBe("");
    const foreign = await foretell([...from, "more.csv"], { cwd });
    expect(foreign.stdout).toBe(known.stdout);
    expect(foreign.stderr).toContain("1 series not in retail.csv are left out: Köln");
  });
});

it("tells in one line where the rows before those of many series come from, and counts them", async () => {
  const rows = (months: readonly number[]) =>
    ["a", "b", "c"].flatMap((id) =>
      months.map(
        (month) => `${id},${2020 + Math.floor(month / 12)}-${(month % 12) + 1}-01,${month}\n`,
      ),
    );
  const table = (months: readonly number[]) => `unique_id,ds,y\n${rows(months).join("")}`;
  const cwd = folder({
    "old.csv": table(Array.from({ length: 24 }, (_, month) => month)),
    "new.csv": table([24]),
  });
  await foretell(["train", "old.csv", "-m", "naive", "-o", "m.foretell"], { cwd });
  const args = ["forecast", "new.csv", "--from", "m.foretell", "--format", "table"];
  const { code, stdout, stderr } = await foretell(args, { cwd, env: { COLUMNS: "120" } });
  expect(code).toBe(0);
  expect(stderr.match(/come from/g)).toHaveLength(1);
  expect(stderr).toContain(
    "3 series: 24 rows of each before those of new.csv come from m.foretell",
  );
  expect(stdout + stderr).toContain("3 series, 75 rows (25 each)");
});
