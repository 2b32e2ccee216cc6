// Runs in the page: a chart that moves in place of each picture, from the same marks.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const narrowNumber = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 6 });
  // Millions written out do not fit beside an axis.
  const tickNumber = (value) =>
    Math.abs(value) < 1e5
      ? narrowNumber.format(value)
      : new Intl.NumberFormat("en-GB", {
          notation: "compact",
          maximumSignificantDigits: 5,
        }).format(value);
  const color = (ink) =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${ink}`).trim();
  const faded = (ink, opacity) => {
    const hex = color(ink);
    return `${hex}${Math.round(255 * opacity)
      .toString(16)
      .padStart(2, "0")}`;
  };

  const draw = (holder) => {
    const plot = JSON.parse(holder.firstElementChild.textContent);
    const time = plot.x.kind === "time";
    const lines = plot.marks.filter((mark) => mark.x?.length !== undefined);
    const place = (x) => (time ? x.map((at) => at / 1000) : x);
    const series = [{ label: plot.x.label ?? (time ? "date" : "row") }];
    const tables = [];
    const bands = [];
    for (const mark of lines) {
      const stroke = color(mark.ink);
      const common = { scale: "y", stroke, width: 1.5, points: { show: false } };
      if (mark.kind === "band") {
        tables.push([place(mark.x), mark.hi, mark.lo]);
        const fill = faded(mark.ink, mark.opacity);
        const ends = { ...common, width: 0, fill: undefined };
        series.push(
          { ...ends, label: `${mark.label} to` },
          { ...ends, label: `${mark.label} from` },
        );
        bands.push({ series: [series.length - 2, series.length - 1], fill });
        continue;
      }
      tables.push([place(mark.x), mark.y]);
      if (mark.kind === "bars") {
        series.push({
          ...common,
          label: mark.label,
          fill: stroke,
          paths: uPlot.paths.bars({ size: [0.6, 18] }),
        });
      } else if (mark.kind === "dots") {
        series.push({
          ...common,
          label: mark.label,
          paths: () => null,
          points: { show: true, size: 6, fill: stroke },
        });
      } else {
        series.push({ ...common, label: mark.label ?? plot.title, dash: mark.dash });
      }
    }
    const write = (value) =>
      value == null
        ? "–"
        : plot.y.kind === "decades"
          ? (10 ** value).toPrecision(2)
          : narrowNumber.format(value);
    for (const one of series.slice(1)) one.value = (_, value) => write(value);
    const fixed = plot.marks.filter((mark) => mark.kind === "at" || mark.kind === "level");
    const rules = (u) => {
      const { ctx, bbox } = u;
      ctx.save();
      ctx.setLineDash([4, 4]);
      for (const mark of fixed) {
        ctx.strokeStyle = color(mark.ink);
        ctx.beginPath();
        if (mark.kind === "at") {
          const x = u.valToPos(time ? mark.x / 1000 : mark.x, "x", true);
          if (x < bbox.left || x > bbox.left + bbox.width) continue;
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
        } else {
          const y = u.valToPos(mark.y, "y", true);
          ctx.moveTo(bbox.left, y);
          ctx.lineTo(bbox.left + bbox.width, y);
        }
        ctx.stroke();
      }
      ctx.restore();
    };
    const grid = { stroke: color("grid"), width: 1 };
    const axis = { stroke: color("faint"), grid, ticks: grid, font: "12px system-ui, sans-serif" };
    const old = holder.querySelector(".uplot");
    old?.remove();
    const chart = new uPlot(
      {
        width: holder.clientWidth,
        height: Math.max(200, Math.min(360, holder.clientWidth * 0.5)),
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
        scales: { x: { time }, y: { range: [plot.domain.low, plot.domain.high] } },
        axes: [
          {
            ...axis,
            ...(plot.x.label && { label: plot.x.label, labelSize: 20, labelFont: axis.font }),
          },
          {
            ...axis,
            size: 70,
            values: (_, ticks) =>
              ticks.map((tick) =>
                plot.y.kind === "decades"
                  ? Number.isInteger(tick)
                    ? `1e${tick}`
                    : ""
                  : tickNumber(tick),
              ),
          },
        ],
        series,
        bands,
        legend: { live: true },
        cursor: { drag: { x: true, y: false } },
        hooks: { draw: [rules] },
      },
      tables.length > 0 ? uPlot.join(tables) : [[]],
      holder,
    );
    holder.chart = chart;
  };

  const drawAll = () => {
    for (const holder of document.querySelectorAll("[data-plot]")) draw(holder);
  };
  // A page that goes on to change says so.
  addEventListener("plots", drawAll);
  document.documentElement.classList.add("live");
  drawAll();
  dark.addEventListener("change", drawAll);
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    drawAll();
  });
})();
