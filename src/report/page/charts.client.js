// Runs in the page: a chart that moves in place of each picture, from the same marks.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const fiveDigits = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 5 });
  const wholeNumber = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
  const narrowNumber = {
    format: (value) => (Math.abs(value) >= 1e5 ? wholeNumber : fiveDigits).format(value),
  };
  // Millions written out do not fit beside an axis.
  const LARGE = [
    [1e12, "tn"],
    [1e9, "bn"],
    [1e6, "m"],
    [0, ""],
  ];
  const tickNumbers = (ticks) => {
    const largest = Math.max(...ticks.map(Math.abs));
    const [size, name] = LARGE.find(([least]) => largest >= least);
    return ticks.map((tick) =>
      tick === 0 ? "0" : `${narrowNumber.format(tick / (size || 1))}${name}`,
    );
  };
  const DAY = 86_400;
  const dateText = (seconds) => {
    const text = new Date(seconds * 1000).toISOString();
    return seconds % DAY === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
  };
  // Years below months and days, days below hours, each where it begins.
  const dateTicks = (ticks, step) => {
    let before;
    return ticks.map((tick) => {
      const date = new Date(tick * 1000);
      const of = (options) => date.toLocaleDateString("en-GB", { timeZone: "UTC", ...options });
      const year = of({ year: "numeric" });
      if (step >= 360 * DAY) return year;
      const day = of({ day: "numeric", month: "short" });
      const [label, group] =
        step >= 27 * DAY
          ? [of({ month: "short" }), year]
          : step >= DAY
            ? [day, year]
            : [date.toISOString().slice(11, step < 60 ? 19 : 16), day];
      const text = group === before ? label : `${label}\n${group}`;
      before = group;
      return text;
    });
  };
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
    // The series of a label, such as the forecasts of all folds, have one line of the legend, and their bands
    // stand in it.
    const labelled = new Map();
    const inks = new Set(lines.filter(({ kind }) => kind !== "band").map(({ ink }) => ink));
    for (const mark of lines) {
      const stroke = color(mark.ink);
      const label = mark.label ?? plot.title;
      const of = labelled.get(label) ?? [];
      labelled.set(label, of);
      const within = mark.kind === "band" && inks.has(mark.ink);
      const listed = of.length === 0 && !within ? {} : { class: "unlisted" };
      of.push(series.length);
      const common = {
        ...{ scale: "y", stroke, width: 1.5, points: { show: false }, label, ink: mark.ink },
        ...listed,
      };
      if (mark.kind === "band") {
        tables.push([place(mark.x), mark.hi, mark.lo]);
        const fill = faded(mark.ink, mark.opacity);
        const ends = { ...common, width: 0, fill: undefined };
        series.push({ ...ends, isBand: true }, { ...ends, class: "unlisted" });
        bands.push({ series: [series.length - 2, series.length - 1], fill });
        continue;
      }
      tables.push([place(mark.x), mark.y]);
      if (mark.kind === "bars") {
        series.push({
          ...common,
          fill: stroke,
          paths: uPlot.paths.bars({ size: [0.6, 18] }),
        });
      } else if (mark.kind === "dots") {
        series.push({
          ...common,
          paths: () => null,
          points: { show: true, size: 6, fill: stroke },
        });
      } else {
        series.push({ ...common, dash: mark.dash });
      }
    }
    const write = (value) =>
      value == null
        ? ""
        : plot.y.kind === "decades"
          ? (10 ** value).toPrecision(2)
          : narrowNumber.format(value);
    series[0].value = (_, value) =>
      value == null ? "" : time ? dateText(value) : narrowNumber.format(value);
    const thereOf = (u, label) => labelled.get(label).find((s) => u.data[s][u.cursor.idx] != null);
    const rangeOf = (u, label) => {
      const hi = thereOf(u, label);
      if (hi === undefined) return "";
      const [lo, up] = [hi + 1, hi].map((s) => write(u.data[s][u.cursor.idx]));
      return `${lo} to ${up}`;
    };
    const bandsOf = (ink) => [
      ...new Set(series.filter((one) => one.isBand && one.ink === ink).map(({ label }) => label)),
    ];
    for (const one of series.slice(1)) {
      one.value = (u) => {
        if (u.cursor.idx == null) return "";
        if (one.isBand) return rangeOf(u, one.label);
        const there = thereOf(u, one.label);
        if (there === undefined) return "";
        const ranges = bandsOf(one.ink).flatMap((label) => {
          const range = rangeOf(u, label);
          return range === "" ? [] : [`${/[\d.]+ %/.exec(label)?.[0] ?? label}: ${range}`];
        });
        const beside = ranges.length > 0 ? ` (${ranges.reverse().join(", ")})` : "";
        return write(u.data[there][u.cursor.idx]) + beside;
      };
    }
    // What a line of the legend stands for is hidden and shown together.
    const together = (u, changed, { show }) => {
      const one = series[changed];
      if (show === undefined || one === undefined || one.class === "unlisted") return;
      series.forEach((other, s) => {
        if (s !== changed && s > 0 && other.ink === one.ink && other.class === "unlisted") {
          u.setSeries(s, { show });
        }
      });
    };
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
            ...(time && { values: (_, ticks, _axis, _space, step) => dateTicks(ticks, step) }),
            ...(plot.x.label && { label: plot.x.label, labelSize: 20, labelFont: axis.font }),
          },
          {
            ...axis,
            size: 70,
            values: (_, ticks) =>
              plot.y.kind === "decades"
                ? ticks.map((tick) => (Number.isInteger(tick) ? `1e${tick}` : ""))
                : tickNumbers(ticks),
          },
        ],
        series,
        bands,
        legend: { live: true },
        cursor: { drag: { x: true, y: false } },
        hooks: { draw: [rules], setSeries: [together] },
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
