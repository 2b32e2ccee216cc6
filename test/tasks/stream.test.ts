import { expect, it, describe as suite } from "vitest";
import { forecastStream, forecastTransform, readPanel, streamedJson } from "../../src/index.js";
import { foretell } from "../cli/foretell.js";

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

suite("a stream in the library", () => {
  it.each([
    [["-H", "2"], { horizon: 2 }],
    [
      [
        "-m",
        "gru:hidden=4",
        "--learn",
        "tbptt:5",
        "--season",
        "12",
        "--window",
        "50",
        "--seed",
        "3",
      ],
      { model: "gru:hidden=4", learn: "tbptt:5", season: 12, window: 50, seed: 3 },
    ],
  ])("gives what the command writes with %j", async (args, options) => {
    const { series } = await readPanel("nottem");
    const { y, ds } = series[0]!;
    const dated = Array.from(y, (value, t) => ({
      y: value,
      ds: new Date(ds[t]!).toISOString().slice(0, 7),
    }));
    const input = `ds,y\n${dated.map((one) => `${one.ds},${one.y}`).join("\n")}\n`;
    const command = await foretell(["stream", ...args, "--format", "json", "-q"], { stdin: input });
    const lines = (await all(forecastStream(dated, options))).map(streamedJson).join("");
    expect(lines).toBe(command.stdout);
  });

  it("takes arrays, async iterables and web streams, and missing values", async () => {
    const values = [3, 5, 4, null, 6, 5, 7];
    const observations = values.map((y) => ({ y }));
    async function* slowly() {
      yield* observations;
    }
    const web = new ReadableStream({
      start(controller) {
        for (const one of observations) controller.enqueue(one);
        controller.close();
      },
    });
    const expected = await all(forecastStream(observations));
    expect(expected).toHaveLength(7);
    expect(expected[3]!.error).toBeNaN();
    expect(await all(forecastStream(slowly()))).toEqual(expected);
    expect(await all(web.pipeThrough(forecastTransform()) as never)).toEqual(expected);
  });

  it("reads no further than it is asked, and refuses wrong options before it reads", async () => {
    let read = 0;
    function* counted() {
      for (;;) yield ++read;
    }
    for await (const { n } of forecastStream(counted())) if (n === 3) break;
    expect(read).toBe(3);
    expect(() => forecastStream(counted(), { model: "lstn" })).toThrow("lstn");
    expect(() => forecastTransform({ horizon: 0 })).toThrow("horizon");
    expect(read).toBe(3);
  });
});
