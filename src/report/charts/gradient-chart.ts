import type { GradientFlow } from "../../engine/gradient-flow.js";
import { log } from "../../numeric/elementary.js";
import { counted } from "../../wording.js";
import { type Appearance, paint } from "../text/appearance.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { wrap } from "../text/wrap.js";
import { plot } from "./plot.js";

const ROWS = 8;
/** Smallest share of the largest norm that is drawn: single precision ends near here. */
const MIN_SHARE = 1e-30;

/**
 * How the gradient of the loss reached each time step of the window: log₁₀ ‖∂L/∂hₜ‖ (‖∂L/∂xₜ‖ where
 * there are no states) over steps back from the last, the same by layers, and one sentence of advice.
 */
export function gradientChart(label: string, flow: GradientFlow, appearance: Appearance): string {
  const { plain } = appearance;
  const chalk = paint(appearance);
  const norm = `${plain ? "log10" : "log₁₀"} ${normOverTime(flow.of, plain)}`;
  const title = `${chalk.bold(`gradient flow of ${label}`)}: ${norm} by steps back from the last`;
  const largest = flow.hidden.reduce((a, b) => Math.max(a, b), 0);
  if (!(largest > 0)) return `${title}\n${gradientAdvice(flow)}`;
  const values = flow.hidden.map((h) => log(Math.max(h, largest * MIN_SHARE)) / Math.LN10);
  const last = values.length - 1;
  const chart = plot(
    [{ values, color: verdictColor[flow.verdict] }],
    {
      label: (point) => String((point - last) * flow.stride),
      origin: last,
      strides: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
    },
    ROWS,
    appearance,
  );
  const advice = wrap(`${flow.verdict}: ${gradientAdvice(flow)}`, appearance.width);
  const colored = advice.replace(flow.verdict, (verdict) =>
    chalk[verdictColor[flow.verdict]](verdict),
  );
  return [title, chart, colored, ...layerShares(flow, appearance.width)].join("\n");
}

/** The norm that is drawn over time. */
export function normOverTime(of: GradientFlow["of"], plain: boolean): string {
  if (plain) return of === "states" ? "|dL/dh(t)|" : "|dL/dx(t)|";
  return of === "states" ? "‖∂L/∂hₜ‖" : "‖∂L/∂xₜ‖";
}

/** The share of the top layer's gradient that reaches the lowest one; nothing for a single layer. */
function layerShares({ layers }: GradientFlow, width: number): string[] {
  const [lowest, top] = [layers[0], layers.at(-1)];
  if (layers.length < 2 || !(top!.norm > 0)) return [];
  const share = (100 * lowest.norm) / top!.norm;
  const percent = formatNumber(share, decimalsFor([share], 2));
  const text = `by layers: ${percent} % of the gradient of ${top!.name} is left at ${lowest.name}.`;
  return [wrap(text, width)];
}

/** The color of each verdict. */
export const verdictColor = { vanishing: "yellow", stable: "green", exploding: "magenta" } as const;

/** What a verdict means for the person who trains, in one sentence. */
export function gradientAdvice(flow: GradientFlow): string {
  const count = flow.hidden.length;
  const steps = flow.stride === 1 ? `${count} steps` : `${count} segments`;
  const oldest = flow.hidden[0] / flow.hidden[count - 1];
  if (flow.hidden.every((norm) => norm === 0)) {
    return "no gradient flows through the network: it has nothing to learn from these windows.";
  }
  switch (flow.verdict) {
    case "vanishing": {
      if (flow.of === "inputs" && flow.reach >= count) {
        return `less than 1/1000 of the gradient of ${flow.layers.at(-1)!.name} is left at ${flow.layers[0].name}: the lower layers hardly learn; take fewer of them, or join them (connection=residual).`;
      }
      const lost = `after ${counted(flow.reach, "step")} less than 1/1000 of the gradient is left`;
      const ungated = flow.of === "states" && flow.cell.length === 0;
      const remedy = ungated ? " or use a gated cell (-m lstm)" : "";
      return `${lost}: the network learns nothing from earlier steps; shorten the window (context=${Math.max(2, flow.reach)})${remedy}.`;
    }
    case "exploding":
      if (flow.of === "inputs") {
        const times = flow.layers[0].norm / flow.layers.at(-1)!.norm;
        return `the gradient grows ${formatNumber(times, 0)}-fold from ${flow.layers.at(-1)!.name} down to ${flow.layers[0].name}: training may break down; clip harder (option clip) or lower the learning rate (option rate).`;
      }
      return `the gradient grows ${formatNumber(flow.growth, 0)}-fold on its way back: training may break down; clip harder (option clip) or lower the learning rate (option rate).`;
    case "stable":
      if (oldest > 1) {
        return `the oldest of ${steps} gets ${formatNumber(oldest, decimalsFor([oldest], 2))} times the last step's gradient: the whole window is learned from.`;
      }
      return `${formatNumber(100 * oldest, decimalsFor([100 * oldest], 2))} % of the last step's gradient is left at the oldest of ${steps}: the whole window is learned from.`;
  }
}
