import { describe, expect, it } from "vitest";
import { onlineCells, onlineRules } from "../../src/engine/online/learner.js";
import { Random } from "../../src/numeric/random.js";
import { type Session, streamSession } from "../../src/streaming/session.js";
import { decodeStream, encodeStream } from "../../src/streaming/stream-file.js";

const fresh = (cell: (typeof onlineCells)[number], rule: (typeof onlineRules)[number]) =>
  streamSession({
    ...{ cell, rule, hidden: 5, rate: 0.01, lags: 4, season: 7, seed: 3, window: 20 },
    ...(rule === "tbptt" && { steps: 6 }),
  });

function run(session: Session, ys: readonly number[]): number[] {
  const ahead = new Float64Array(3);
  return ys.flatMap((y) => {
    const { n, error } = session.observe(y);
    session.forecaster.forecast(ahead);
    return [n, error, session.scores.mase, ...ahead];
  });
}

describe("a stream that is saved", () => {
  const random = new Random(8);
  const ys = Array.from({ length: 80 }, (_, t) => (t % 7) + random.uniform(0, 3));
  ys[30] = Number.NaN;

  it.each(onlineCells.flatMap((cell) => onlineRules.map((rule) => [cell, rule] as const)))(
    "goes on with %s by %s as if it had never stopped",
    (cell, rule) => {
      const whole = run(fresh(cell, rule), ys);
      const begun = fresh(cell, rule);
      run(begun, ys.slice(0, 40));
      const bytes = encodeStream({ session: begun, horizon: 3 }, "0");
      const { session } = decodeStream(bytes, "state");
      expect(run(session, ys.slice(40))).toEqual(whole.slice(-6 * 40));
    },
  );

  it("is refused when it is damaged or not one", () => {
    const bytes = encodeStream({ session: fresh("gru", "snap1"), horizon: 1 }, "0");
    const harmed = bytes.slice();
    harmed[harmed.length - 3] ^= 1;
    expect(() => decodeStream(harmed, "state")).toThrow("checksum");
    expect(() => decodeStream(harmed, "state")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("foretell stream --save FILE") }),
    );
    expect(() => decodeStream(bytes.subarray(0, 500), "state")).toThrow("cut off");
    expect(() => decodeStream(new Uint8Array(3), "state")).toThrow("not a saved stream: it ends");
  });
});
