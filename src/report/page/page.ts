import { escapeMarkup } from "../pictures/markup.js";
import { colorOf, DARK, inkClass, LIGHT, type Palette } from "../pictures/palette.js";
import { clientScript, uplotScript, uplotStyle } from "./uplot.js";

export interface Page {
  readonly title: string;
  /** A line or two under the title. */
  readonly lead?: string;
  /** Markup of the parts, in order. */
  readonly parts: readonly string[];
  readonly version: string;
}

/**
 * A page of its own: nothing is loaded from elsewhere, and its policy forbids it. Without scripts, and
 * on paper, pictures stand where charts move.
 */
export function htmlPage({ title, lead, parts, version }: Page): string {
  const charts = parts.some((part) => part.includes("data-plot"));
  const scripts = charts
    ? `<script>${inScript(uplotScript)}</script>\n<script>${inScript(clientScript)}</script>\n`
    : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="foretell ${escapeMarkup(version)}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escapeMarkup(title)}</title>
<style>${charts ? uplotStyle : ""}${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
${lead === undefined ? "" : `<p class="lead">${escapeMarkup(lead)}</p>\n`}${parts.join("\n")}
</main>
<footer><p>Made by foretell ${escapeMarkup(version)}.</p></footer>
${scripts}</body>
</html>
`;
}

/** A part under a heading; `content` is markup. */
export function section(heading: string, ...content: readonly (string | undefined)[]): string {
  return `<section>\n<h2>${escapeMarkup(heading)}</h2>\n${content.filter((part) => part !== undefined).join("\n")}\n</section>`;
}

export function paragraph(text: string): string {
  return `<p>${escapeMarkup(text)}</p>`;
}

export function list(items: readonly string[]): string {
  return `<ul>\n${items.map((item) => `<li>${escapeMarkup(item)}</li>`).join("\n")}\n</ul>`;
}

/** Text whose spaces matter, such as a command. */
export function preformatted(text: string): string {
  return `<pre><code>${escapeMarkup(text)}</code></pre>`;
}

/** A script as a page holds it: scripts end at the first `</script`, wherever it stands. */
export function inScript(code: string): string {
  return code.replaceAll("</script", "<\\/script");
}

function variables(palette: Palette): string {
  const inks = (["history", "muted", ...palette.models.keys()] as const).map(
    (ink) => `--${inkClass(ink)}:${colorOf(ink, palette)}`,
  );
  const { paper, text, faint, grid } = palette;
  return [`--paper:${paper}`, `--text:${text}`, `--faint:${faint}`, `--grid:${grid}`, ...inks].join(
    ";",
  );
}

/** How pages look, in the colours that their readers prefer. */
export const STYLE = `
:root{${variables(LIGHT)};color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){:root{${variables(DARK)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:16px/1.5 system-ui,"DejaVu Sans",Verdana,sans-serif}
main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25;margin:1.5rem 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2.2rem 0 .5rem;border-bottom:1px solid var(--grid)}
h3{font-size:1rem;margin:1.2rem 0 .3rem;overflow-wrap:anywhere}
p,li{overflow-wrap:anywhere}
.lead,footer,figcaption,.note{color:var(--faint)}
figure{margin:1rem 0}
figure img{max-width:100%;height:auto;display:block}
.plots{display:none}
.live .plots{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr))}
.live .picture{display:none}
.name{margin:0 0 .3rem;font-weight:600}
.plot>div{width:100%}
.u-legend{font-size:.8rem;text-align:left}
.u-legend .u-value{font-variant-numeric:tabular-nums}
.u-legend.u-inline .u-series th::after{content:none}
.u-legend .u-value:empty{padding:0}
.u-legend .unlisted{display:none}
.scroll{overflow-x:auto;max-height:32rem;border:1px solid var(--grid)}
.scroll+.scroll{margin-top:1rem}
.scroll:focus-visible{outline:2px solid var(--m0)}
table{border-collapse:collapse;font-size:.9rem;width:100%}
.u-legend.u-inline{width:auto}
caption{text-align:left;color:var(--faint);padding:.3rem .5rem}
.scroll th,.scroll td{padding:.25rem .55em;text-align:left;border-bottom:1px solid var(--grid);white-space:nowrap}
.scroll thead th{position:sticky;top:0;background:var(--paper)}
.scroll .r{text-align:right;font-variant-numeric:tabular-nums}
.scroll{container-type:inline-size}
@media screen{.scroll table{font-size:max(.72rem,min(.9rem,calc(118cqw/var(--width))))}.scroll thead th{white-space:normal}}
pre{overflow-x:auto;padding:.8rem;border:1px solid var(--grid);white-space:pre-wrap;overflow-wrap:anywhere}
@media print{
body{font-size:11pt}
.live .plots{display:none}.live .picture{display:block}
.scroll{overflow:visible;max-height:none;border:0}
.scroll table{font-size:min(9pt,calc(780pt/var(--width)))}
.scroll th,.scroll td{padding:.15rem .35em}
.scroll th,.scroll .long{white-space:normal;overflow-wrap:break-word}
.scroll thead th{position:static}
thead{display:table-header-group}
figure,tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}
footer{font-size:9pt}
}`;
