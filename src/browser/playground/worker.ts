import { ForetellError } from "../../errors.js";
import { models } from "../../models/index.js";
import { backtestColumns } from "../../report/backtest/columns.js";
import { backtestFigure } from "../../report/backtest/figure.js";
import { forecastColumns } from "../../report/forecast/columns.js";
import { forecastCsv } from "../../report/forecast/csv.js";
import { forecastFigure } from "../../report/forecast/figure.js";
import { forecastJson } from "../../report/forecast/json.js";
import type { ForecastReport } from "../../report/forecast/report.js";
import { inspectionColumns } from "../../report/inspect/columns.js";
import { inspectionFigure } from "../../report/inspect/figure.js";
import { figureHtml } from "../../report/page/chart.js";
import { list, paragraph } from "../../report/page/page.js";
import { tableHtml } from "../../report/page/table.js";
import { dataFacts } from "../../report/text/data-summary.js";
import { gradientFigure } from "../../report/whole/gradient-figure.js";
import { backtestData } from "../../tasks/backtest-data.js";
import { mostFolds } from "../../tasks/choose-origins.js";
import { forecastData } from "../../tasks/forecast-data.js";
import { inspectData } from "../../tasks/inspect-data.js";
import type { SourceOptions } from "../../tasks/prepare.js";
import { addEngine } from "../engine.js";
import { readInput } from "../read-input.js";

/** What the page asks for. */
interface Asked {
  readonly file: File;
  readonly reading: SourceOptions;
  readonly model: string;
  readonly horizon?: number;
}

type Part = "understood" | "forecast" | "backtest" | "gradients";

/** Most folds: each is a fit. */
const MAX_FOLDS = 3;

addEngine();
postMessage({ models: models.map(({ name, summary }) => ({ name, summary })) });

addEventListener("message", ({ data }: MessageEvent<Asked>) => void answer(data));

/** Reads, forecasts and judges; each part is shown as soon as it is there. */
async function answer({ file, reading, model, horizon: requested }: Asked): Promise<void> {
  const doing = (what: string) => postMessage({ doing: what });
  const listeners = (what: string) => ({
    onProgress: ({ epoch, epochs }: { epoch: number; epochs: number }) =>
      doing(`${what}: epoch ${epoch} of ${epochs}`),
    onSeries: ({ done, all }: { done: number; all: number }) =>
      all > 1 && doing(`${what}: series ${done} of ${all}`),
  });
  try {
    doing(`reading ${file.name}`);
    const early: string[] = [];
    const table = await readInput(file, reading, (message) => early.push(message));
    postMessage({ columns: table.columns.map(({ name }) => name) });
    const inspection = await inspectData(table, reading);
    const { panel } = inspection;
    show("understood", [
      paragraph(dataFacts(panel)),
      ...columnsOf(panel.reading),
      ...assumptions([...early, ...inspection.assumed]),
      figureHtml(inspectionFigure(inspection)),
      tableHtml("Series", inspectionColumns(inspection), 20),
    ]);

    doing(`fitting ${model}`);
    const heard: string[] = [];
    const report = await forecastData(table, {
      ...{ ...reading, model, judged: false },
      ...(requested !== undefined && { horizon: requested }),
      ...listeners(`fitting ${model}`),
      warn: (message) => heard.push(message),
    });
    show("forecast", [
      ...(heard.length > 0 ? [list([...new Set(heard)])] : []),
      figureHtml(forecastFigure(report)),
      tableHtml("Forecast by date", forecastColumns(report), 100),
    ]);
    postMessage({ files: { csv: forecastCsv(report), json: forecastJson(report) } });
    show("gradients", gradientParts(report));

    const { horizon } = report;
    const folds = Math.max(1, Math.min(MAX_FOLDS, mostFolds(report.panel, horizon, horizon)));
    const rivals = [...new Set([model, "seasonal-naive"])];
    doing("judging past forecasts");
    const past = await backtestData(table, {
      ...{ ...reading, model: rivals, horizon, folds },
      ...listeners("judging past forecasts"),
    }).catch((error) => {
      if (!(error instanceof ForetellError)) throw error;
      return error;
    });
    if (past instanceof ForetellError) {
      show("backtest", [paragraph(`Nothing could be held back: ${past.message}.`)]);
    } else {
      show("backtest", [
        tableHtml("Scores, the best model first", backtestColumns(past)),
        figureHtml(backtestFigure(past)),
      ]);
    }
    postMessage({ done: true });
  } catch (error) {
    postMessage({ wrong: describe(error) });
  }
}

function show(part: Part, markup: readonly string[]): void {
  postMessage({ part, markup: markup.join("\n") });
}

function columnsOf(
  reading:
    | { time?: string | undefined; targets: readonly string[]; id?: string | undefined }
    | undefined,
): string[] {
  if (reading === undefined) return [];
  const { time, targets, id } = reading;
  const found = [
    time === undefined ? "no dates" : `dates in ${time}`,
    `values in ${targets.join(", ")}`,
    ...(id === undefined ? [] : [`series by ${id}`]),
  ];
  return [paragraph(`Columns: ${found.join("; ")}.`)];
}

function assumptions(assumed: readonly string[]): string[] {
  if (assumed.length === 0) return [];
  return [paragraph("What was assumed:"), list([...new Set(assumed)])];
}

function gradientParts(report: ForecastReport): string[] {
  const figure = gradientFigure(report);
  if (figure !== undefined) return [figureHtml(figure)];
  return [
    paragraph(
      "This model is not a recurrent network, so no gradient flows back through time. Choose rnn and then lstm to see why the LSTM was invented.",
    ),
  ];
}

/** What happened, where, and what to do. */
function describe(error: unknown) {
  if (!(error instanceof ForetellError)) return { message: `This is a fault of ours: ${error}` };
  const { message, hint, location } = error;
  return { message, hint, line: location?.line, text: location?.text };
}
