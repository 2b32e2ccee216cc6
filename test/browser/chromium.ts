import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { type Browser, launch, type Page, type Viewport } from "puppeteer-core";
import { afterAll, describe, onTestFinished } from "vitest";

/** Where Linux distributions put it; CHROMIUM names another place. */
const PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const executable = PLACES.find((path) => path !== undefined && existsSync(path));

/** Like `describe`, for tests that look through a browser: skipped, and said so, where there is none. */
export function describeInChromium(name: string, tests: () => void): void {
  if (executable !== undefined) {
    describe(name, tests);
    return;
  }
  const why = "no Chromium: apt-get install chromium, or name it by CHROMIUM";
  console.warn(`skipped "${name}": ${why}`);
  describe.skip(`${name} (${why})`, tests);
}

let browser: Promise<Browser> | undefined;

/** One browser for the tests of a file, closed after them. */
function sharedBrowser(): Promise<Browser> {
  browser ??= launch({
    executablePath: executable!,
    // Containers run as root, and give /dev/shm 64 MB.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  return browser;
}

afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

export interface PageOptions {
  /** In CSS pixels; 800 × 600 by default. */
  readonly viewport?: Viewport;
  /** What the person prefers; light by default. */
  readonly scheme?: "light" | "dark";
}

export interface Visit {
  readonly page: Page;
  /** Where the files are served, such as `http://127.0.0.1:1234`. */
  readonly origin: string;
  /** What the page complained about: errors of scripts, and of what it could not load. */
  readonly complaints: readonly string[];
  /** Addresses that the page asked for beside itself. */
  readonly requests: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

/**
 * Serves files on the loopback interface for as long as the test lives, and opens the first of them.
 *
 * @param files contents by path, such as `{ "index.html": "…", "lib/index.js": "…" }`
 */
export async function visit(
  files: Readonly<Record<string, string | Uint8Array>>,
  { viewport = { width: 800, height: 600 }, scheme = "light" }: PageOptions = {},
): Promise<Visit> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const content = files[path.slice(1)];
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(content === undefined ? 404 : 200, { "content-type": type });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page = await (await sharedBrowser()).newPage();
  onTestFinished(async () => {
    await page.close();
    server.closeAllConnections();
    server.close();
  });

  const [first] = Object.keys(files);
  const address = `${origin}/${encodeURI(first)}`;
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    // Browsers ask for an icon by themselves; data: and blob: leave nothing.
    if (url !== address && /^https?:/.test(url) && !url.endsWith("/favicon.ico"))
      requests.push(url);
  });
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(address, { waitUntil: "load" });
  return { page, origin, complaints, requests };
}
