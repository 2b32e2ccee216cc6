import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly } from "../foretell.js";
import { serve } from "./server.js";

const TABLE = monthly(Array.from({ length: 48 }, (_, t) => 100 + t + (t % 12)));
const FORECAST = ["-m", "naive", "-H", "2", "--format", "csv"];

async function local(): Promise<string> {
  const cwd = folder({ "sales.csv": TABLE });
  return (await foretell(["sales.csv", ...FORECAST], { cwd })).stdout;
}

describe("a URL as a source", () => {
  it("is forecast as the same file is, and its series is called like the file", async () => {
    const url = await serve((_, response) => response.end(TABLE));
    const { code, stdout } = await foretell([`${url}/data/sales.csv?day=1#top`, ...FORECAST]);
    expect(code).toBe(0);
    expect(stdout).toContain("sales,2024-01-01");
    expect(stdout).toBe(await local());
  });

  it("may be packed by the server or as a file", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/sales.csv") response.setHeader("content-encoding", "gzip");
      response.end(gzipSync(TABLE));
    });
    const expected = await local();
    for (const name of ["sales.csv", "sales.csv.gz"]) {
      expect((await foretell([`${url}/${name}`, ...FORECAST])).stdout).toBe(expected);
    }
  });

  it("is looked for where the server redirects to, five times at most", async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url!.slice(2));
      if (left === 0) response.end(TABLE);
      else response.writeHead(302, { location: `/r${left - 1}` }).end();
    });
    expect((await foretell([`${url}/r5`, ...FORECAST])).code).toBe(0);
    const { code, stderr } = await foretell([`${url}/r6`, ...FORECAST]);
    expect(code).toBe(3);
    expect(stderr).toContain("more than 5 redirects");
  });

  it("takes user and password, shows them nowhere and gives them to no other server", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(TABLE);
    });
    const url = await serve((request, response) => {
      if (request.headers.authorization === undefined) response.writeHead(401).end();
      else response.writeHead(307, { location: `${other}/sales.csv` }).end();
    });
    const secret = url.replace("//", "//ann:s3cret@");
    const { code, stdout, stderr } = await foretell([secret, "-m", "naive", "--format", "json"]);
    expect(code).toBe(0);
    expect(seen).toEqual([undefined]);
    expect(stdout + stderr).not.toContain("s3cret");
    const refused = await foretell([`${url}/sales.csv`, ...FORECAST]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("the server asks for a login (HTTP 401)");
  });

  it.each([
    [404, "there is nothing at this address (HTTP 404)"],
    [503, "the server has failed (HTTP 503)"],
    [418, "(HTTP 418)"],
  ])("that answers %d is an error that says so", async (status, words) => {
    const url = await serve((_, response) => response.writeHead(status).end("no"));
    const { code, stdout, stderr } = await foretell([url, ...FORECAST]);
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain(words);
  });

  it("is given up when the server sends nothing, at first or in the middle", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/middle") response.write(TABLE.slice(0, 300));
    });
    const [first, middle] = await Promise.all(
      ["/first", "/middle"].map((path) => foretell([url + path, "--timeout", "1", ...FORECAST])),
    );
    expect(first.code).toBe(3);
    expect(first.stderr).toContain("no answer within 1 seconds");
    expect(first.stderr).toContain("--timeout 4");
    expect(middle.code).toBe(3);
    expect(middle.stderr).toContain("nothing more came for 1 seconds, after 300 bytes");
  });

  it("that is larger than --max-bytes is refused, whether the server says its size or not", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/said") response.setHeader("content-length", TABLE.length);
      response.end(TABLE);
    });
    for (const path of ["/said", "/unsaid"]) {
      const { code, stderr } = await foretell([url + path, "--max-bytes", "400", ...FORECAST]);
      expect(code).toBe(3);
      expect(stderr).toContain("larger than 400 bytes");
    }
  });

  it("that breaks off is an error, not a shorter table", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-length": TABLE.length });
      response.write(TABLE.slice(0, 400));
      setImmediate(() => response.destroy());
    });
    const { code, stdout, stderr } = await foretell([url, ...FORECAST]);
    expect(code).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain("the connection broke off");
  });

  it("of a server that is not there, or that is none, is an error that says what to do", async () => {
    const there = await foretell(["http://127.0.0.1:1/sales.csv", ...FORECAST]);
    expect(there.code).toBe(3);
    expect(there.stderr).not.toContain("internal error");
    const { code, stderr } = await foretell(["http://", ...FORECAST]);
    expect(code).toBe(3);
    expect(stderr).toContain("is not a valid URL");
  });

  it("is streamed line by line too", async () => {
    const url = await serve((_, response) => response.end(gzipSync(TABLE)));
    const { code, stdout } = await foretell(["stream", url, "--format", "csv"]);
    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(49);
  });
});
