// Runs in the playground: hands what was dropped to the worker, and shows what comes back.
(() => {
  const element = (id) => document.getElementById(id);
  const parts = ["understood", "forecast", "backtest", "gradients"];
  const source = URL.createObjectURL(
    new Blob([element("worker").textContent], { type: "text/javascript" }),
  );
  const examples = JSON.parse(element("examples").textContent);
  let worker;
  let file;
  let files;
  let busy = false;

  const say = (text) => {
    element("status").textContent = text;
  };

  const begin = () => {
    worker?.terminate();
    worker = new Worker(source);
    worker.addEventListener("message", ({ data }) => hear(data));
    worker.addEventListener("error", ({ message }) => hear({ wrong: { message } }));
  };

  const hear = (message) => {
    if (message.models) offerModels(message.models);
    if (message.columns) offerColumns(message.columns);
    if (message.doing) say(message.doing);
    if (message.files) {
      files = message.files;
      element("save").hidden = false;
    }
    if (message.part) {
      const section = element(message.part);
      section.querySelector("div").innerHTML = message.markup;
      section.hidden = false;
      dispatchEvent(new Event("plots"));
    }
    if (message.wrong) showWrong(message.wrong);
    if (message.done) finish(`${file.name} is forecast and judged.`);
  };

  const finish = (text) => {
    busy = false;
    element("stop").hidden = true;
    say(text);
  };

  const showWrong = ({ message, hint, line, text }) => {
    const wrong = element("wrong");
    wrong.replaceChildren();
    const add = (name, content) => {
      const one = document.createElement(name);
      one.textContent = content;
      wrong.append(one);
    };
    add("p", line === undefined ? message : `Line ${line}: ${message}`);
    if (text) add("pre", text);
    if (hint) add("p", hint);
    wrong.hidden = false;
    finish("");
  };

  const offerModels = (models) => {
    const select = element("model");
    if (select.options.length > 1) return;
    select.replaceChildren(...models.map(({ name }) => new Option(name, name)));
    const tell = () => {
      element("summary").textContent = models.find(({ name }) => name === select.value).summary;
    };
    select.addEventListener("change", tell);
    tell();
  };

  const offerColumns = (names) => {
    element("columns").replaceChildren(...names.map((name) => new Option(name, name)));
  };

  const chosen = () => {
    const text = (id) => element(id).value.trim() || undefined;
    const number = (id) => (text(id) === undefined ? undefined : Number(text(id)));
    const reading = {
      ...{ time: text("time"), id: text("id"), freq: text("freq"), decimal: text("decimal") },
      ...{
        target: text("target")
          ?.split(",")
          .map((name) => name.trim()),
        season: number("season"),
      },
    };
    return {
      reading: Object.fromEntries(
        Object.entries(reading).filter(([, value]) => value !== undefined),
      ),
      model: element("model").value,
      horizon: number("horizon"),
    };
  };

  const run = (given) => {
    if (given) file = given;
    if (!file) return;
    if (busy) begin();
    busy = true;
    element("wrong").hidden = true;
    element("save").hidden = true;
    element("stop").hidden = false;
    for (const part of parts) element(part).hidden = true;
    element("name").textContent = file.name;
    worker.postMessage({ file, ...chosen() });
  };

  const save = (kind, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([files[kind]], { type }));
    link.download = `${file.name.replace(/\.[^.]*$/, "")}-forecast.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  begin();
  element("file").addEventListener("change", ({ target }) => run(target.files[0]));
  element("again").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  element("stop").addEventListener("click", () => {
    begin();
    finish("Stopped.");
  });
  element("csv").addEventListener("click", () => save("csv", "text/csv"));
  element("json").addEventListener("click", () => save("json", "application/json"));
  for (const button of document.querySelectorAll("[data-example]")) {
    button.addEventListener("click", () => {
      const name = button.dataset.example;
      run(new File([examples[name]], name));
    });
  }
  const drop = element("drop");
  for (const name of ["dragover", "dragleave", "drop"]) {
    addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files[0]) run(event.dataTransfer.files[0]);
    });
  }
})();
