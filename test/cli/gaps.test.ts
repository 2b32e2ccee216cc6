import { expect, it } from "vitest";
import { folder, foretell, monthly } from "./foretell.js";

const y = Array.from({ length: 48 }, (_, t) => (t === 20 || t === 31 ? "" : 100 + t));

const said = async (...more: string[]) => {
  const cwd = folder({ "gaps.csv": monthly(y) });
  const { code, stderr } = await foretell(["gaps.csv", "-H", "3", "--intervals", "none", ...more], {
    cwd,
  });
  expect(code).toBe(0);
  return stderr;
};

const network = "neural-ode:epochs=2,hidden=4,field=4";

it("models that take gaps as they are do not hear that they were interpolated", async () => {
  const alone = await said("-m", network);
  expect(alone).toMatch(/2 values are missing.*left missing/);
  expect(alone).not.toMatch(/interpolated/);
});

it.each([
  ["beside one that does not", ["-m", network, "-m", "theta"]],
  ["where a person says so", ["-m", network, "--missing", "interpolate"]],
])("gaps are interpolated %s", async (_, more) => {
  expect(await said(...more)).toMatch(/2 values are missing.*interpolated/);
});
