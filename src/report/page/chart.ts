import { base64OfText } from "../../numeric/base64.js";
import { domainsOf } from "../pictures/domain.js";
import type { Figure, Mark, Plot } from "../pictures/figure.js";
import { escapeMarkup } from "../pictures/markup.js";
import { DASHES, inkClass } from "../pictures/palette.js";
import { figureSvg } from "../pictures/svg.js";

/** A figure in a page: charts that move, and the picture for paper and where scripts do not run. */
export function figureHtml(figure: Figure): string {
  const { title, description, plots, notes = [] } = figure;
  const picture = base64OfText(figureSvg(figure));
  const alt = `${title}. ${description}`;
  return `<figure>
<img class="picture" alt="${escapeMarkup(alt)}" src="data:image/svg+xml;base64,${picture}">
<div class="plots">
${plots.map(plotHtml).join("\n")}
</div>
<figcaption>${escapeMarkup([description, ...notes].join(" "))}</figcaption>
</figure>`;
}

function plotHtml(plot: Plot): string {
  return `<div class="plot"><p class="name">${escapeMarkup(plot.title)}</p><div data-plot role="group" aria-label="${escapeMarkup(`Chart of ${plot.title}`)}"><script type="application/json">${json(plotData(plot))}</script></div></div>`;
}

/** What the script in the page reads: numbers only as exact as a screen shows them. */
function plotData(plot: Plot) {
  const { title, x, y, marks } = plot;
  return { title, x, y, domain: domainsOf(plot).y, marks: marks.map(markData) };
}

function markData(mark: Mark): object {
  const ink = inkClass(mark.ink);
  switch (mark.kind) {
    case "at":
    case "level":
      return { ...mark, ink };
    case "band":
      return { ...mark, ink, x: Array.from(mark.x), lo: numbers(mark.lo), hi: numbers(mark.hi) };
    default: {
      const dash = typeof mark.ink === "number" ? DASHES[mark.ink % DASHES.length] : undefined;
      return {
        ...mark,
        ink,
        ...(dash && { dash: dash.split(" ").map(Number) }),
        x: Array.from(mark.x),
        y: numbers(mark.y),
      };
    }
  }
}

function numbers(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) =>
    Number.isFinite(value) ? Number(value.toPrecision(8)) : null,
  );
}

/** JSON that ends no element of the page. */
function json(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
