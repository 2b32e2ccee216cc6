import type { PictureFormat } from "../../report/formats.js";
import type { Figure } from "../../report/pictures/figure.js";
import { figureSvg } from "../../report/pictures/svg.js";

/** A figure as a file; `page` makes the page around it. */
export async function renderPicture(
  format: PictureFormat,
  figure: Figure,
  page: () => Promise<string>,
): Promise<string | Uint8Array> {
  switch (format) {
    case "svg":
      return figureSvg(figure);
    case "png": {
      const { svgToPng } = await import("../../report/raster/png.js");
      return svgToPng(figureSvg(figure, "light"));
    }
    case "html":
      return page();
  }
}
