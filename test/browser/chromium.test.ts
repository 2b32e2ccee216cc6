import { expect, it } from "vitest";
import { describeInChromium, visit } from "./chromium.js";

describeInChromium("a page of the test", () => {
  it("runs its modules, and what it complains about and asks for is known", async () => {
    const { page, origin, complaints, requests } = await visit({
      "index.html":
        '<!doctype html><script type="module">import { sum } from "./lib/sum.js"; document.title = sum(2, 3); missing();</script>',
      "lib/sum.js": "export const sum = (a, b) => String(a + b);",
    });
    expect(await page.title()).toBe("5");
    expect(requests).toEqual([`${origin}/lib/sum.js`]);
    expect(complaints.join()).toContain("missing is not defined");
  });

  it("is as wide as it is asked to be, and dark", async () => {
    const { page } = await visit(
      { "index.html": "<!doctype html><p>dark</p>" },
      { viewport: { width: 360, height: 640 }, scheme: "dark" },
    );
    const seen = await page.evaluate(
      "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]",
    );
    expect(seen).toEqual([360, true]);
  });
});
