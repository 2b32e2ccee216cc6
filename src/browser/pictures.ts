// What draws: loaded where a picture is asked for.

export { backtestFigure } from "../report/backtest/figure.js";
export { forecastPicture } from "../report/forecast/figure.js";
export { inspectionFigure } from "../report/inspect/figure.js";
export { figureSvg } from "../report/pictures/svg.js";
