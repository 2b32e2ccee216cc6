// What the playground's page is made of besides its own files.

export { inScript, STYLE } from "../../report/page/page.js";
export { clientScript, uplotScript, uplotStyle } from "../../report/page/uplot.js";
