import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { describe, expect, it, onTestFinished } from "vitest";
import { queueName, thisProgram } from "../../src/queue/fingerprint.js";
import { folder, foretell, monthly } from "../cli/foretell.js";
import { start } from "./processes.js";
import { describeWithRedis, type Redis, startRedis } from "./redis.js";

const TABLE = monthly(Array.from({ length: 40 }, (_, t) => 10 + t + 3 * (t % 12)));
const FORECAST = ["forecast", "in.csv", "-m", "naive", "-H", "2", "--format", "csv"];

function openQueue({ port }: Redis): Queue {
  const queue = new Queue(queueName(thisProgram()), {
    connection: { host: "127.0.0.1", port },
    prefix: "foretell",
  });
  onTestFinished(() => queue.close());
  return queue;
}

/** The built program in a folder of its own, as another version and without what is installed beside. */
function programElsewhere(version: string): string {
  const cwd = folder();
  const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
  cpSync(dist, join(cwd, "dist"), { recursive: true, filter: (path) => !path.includes("types") });
  cpSync(join(dist, "../fixtures"), join(cwd, "fixtures"), { recursive: true });
  writeFileSync(join(cwd, "package.json"), `{ "type": "module" }`);
  for (const name of readdirSync(join(cwd, "dist"))) {
    const path = join(cwd, "dist", name);
    if (!name.endsWith(".js") || name.startsWith("zero-weights")) continue;
    writeFileSync(path, readFileSync(path, "utf8").replaceAll('"0.1.0"', `"${version}"`));
  }
  return join(cwd, "dist/foretell.js");
}

async function settled(queue: Queue, id: string): Promise<string> {
  for (;;) {
    const job = await queue.getJob(id);
    if (job?.finishedOn !== undefined && job.failedReason !== undefined) return job.failedReason;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describeWithRedis("a worker refuses", () => {
  it.each([
    ["no object", 12, "not a JSON object"],
    [
      "another schema",
      { schema: "other/job@1" },
      "it lacks the schema foretell/part-job@1 or foretell/fit-job@1",
    ],
    [
      "another version",
      { schema: "foretell/part-job@1", program: { version: "9.9.9", models: "abc" } },
      "the job is for foretell 9.9.9 (models abc), and this worker is 0.1.0",
    ],
    [
      "another set of models",
      { schema: "foretell/part-job@1", program: { ...thisProgram(), models: "0" } },
      "(models 0), and this worker is",
    ],
    [
      "a path",
      {
        ...{ schema: "foretell/part-job@1", program: thisProgram() },
        task: { at: "../../../etc/passwd" },
      },
      "the job's task is neither packed bytes nor a name at --data-at",
    ],
    [
      "what is no gzip",
      {
        ...{ schema: "foretell/part-job@1", program: thisProgram() },
        ...{ task: { gzip: "aGVsbG8=" }, series: { gzip: "aGVsbG8=" } },
      },
      "its data cannot be unpacked",
    ],
  ])("%s, once, and goes on", async (_, data, reason) => {
    const redis = await startRedis();
    const queue = openQueue(redis);
    const worker = start(["worker", "--on", redis.url, "--threads", "1"]);
    await worker.says("waits for work");
    await queue.add("part", data, { jobId: "px", attempts: 3 });
    expect(await settled(queue, "px")).toContain(reason);
    await worker.says("failed for good");
    const cwd = folder({ "in.csv": TABLE });
    const { code, stdout } = await foretell([...FORECAST, "--on", redis.url], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe((await foretell(FORECAST, { cwd })).stdout);
  });

  it("what is no JSON, and goes on", async () => {
    const redis = await startRedis();
    const queue = openQueue(redis);
    const { id } = await queue.add("part", {}, { jobId: "px" });
    const client = await queue.client;
    await client.hset(queue.toKey(id!), { data: "{bad" });
    const worker = start(["worker", "--on", redis.url, "--threads", "1", "--stalled-after", "1"]);
    await worker.says("waits for work");
    const cwd = folder({ "in.csv": TABLE });
    const { code, stdout } = await foretell([...FORECAST, "--on", redis.url], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe((await foretell(FORECAST, { cwd })).stdout);
  });

  it("databases that the server does not have", async () => {
    const redis = await startRedis();
    const cwd = folder({ "in.csv": TABLE });
    for (const args of [FORECAST, ["worker"]]) {
      const { code, stderr } = await foretell([...args, "--on", `${redis.url}/99`], { cwd });
      expect(stderr).toContain("/99: it has no database of this number");
      expect(code).toBe(2);
    }
  });

  it("to count workers of another database", async () => {
    const redis = await startRedis();
    const cwd = folder({ "in.csv": TABLE });
    const elsewhere = start(["worker", "--on", redis.url, "--threads", "1"]);
    await elsewhere.says("waits for work");
    const planner = start([...FORECAST, "--on", `${redis.url}/7`], { cwd });
    await planner.says("no worker of this version");
    start(["worker", "--on", `${redis.url}/7`, "--threads", "1"]);
    expect((await planner.ended).code).toBe(0);
  });

  it("work of another version, and both sides say so", async () => {
    const redis = await startRedis();
    const cwd = folder({ "in.csv": TABLE });
    const other = programElsewhere("0.2.0");
    symlinkSync(
      fileURLToPath(new URL("../../node_modules", import.meta.url)),
      join(other, "../../node_modules"),
    );
    const wrong = start(["worker", "--on", redis.url, "--threads", "1"], { program: other });
    await wrong.says("worker of foretell 0.2.0");
    const planner = start([...FORECAST, "--on", redis.url], { cwd });
    await planner.says(/no worker of this version .*1 worker of foretell 0\.2\.0/);
    await wrong.says(/1 job for foretell 0\.1\.0 .* wait/);
    const late = start(["worker", "--on", redis.url, "--threads", "1"], { program: other });
    await late.says(/1 job for foretell 0\.1\.0 .* wait/);
    const right = start(["worker", "--on", redis.url, "--threads", "1"]);
    expect((await planner.ended).code).toBe(0);
    await right.says("waits for work");
  });
});

describe("--on", () => {
  it("says how to install bullmq where it is missing", async () => {
    const program = programElsewhere("0.1.0");
    for (const args of [["worker"], ["forecast", "nile", "-m", "naive"]]) {
      const { code, stderr } = await start([...args, "--on", "redis://127.0.0.1:1"], { program })
        .ended;
      expect(code).toBe(2);
      expect(stderr).toContain("foretell: --on needs bullmq, which is not installed\n");
      expect(stderr).toContain("npm install bullmq");
    }
  });

  it.each([
    ["redis://127.0.0.1:1", "cannot use Redis at redis://127.0.0.1:1: nothing listens there"],
    ["http://:secret@host", "--on must be the address of a Redis server, it begins with http://"],
    ["secret@host", "--on must be the address of a Redis server\n"],
    ["redis://u:secret@host/x", "must be the number of a database"],
    ["redis://u:secret@host?tls=no", "--on takes no settings after a ? or #"],
  ])("%s ends with a word and no password", async (url, message) => {
    const { code, stdout, stderr } = await start(["worker", "--on", url]).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("secret");
  });

  it("takes the server from FORETELL_REDIS, and asks for one where there is none", async () => {
    const env = { FORETELL_REDIS: "redis://:secret@127.0.0.1:1" };
    const { code, stderr } = await start(["worker"], { env }).ended;
    expect(code).toBe(2);
    expect(stderr).toContain("cannot use Redis at redis://127.0.0.1:1: nothing listens there");
    expect((await start(["worker"]).ended).stderr).toContain("FORETELL_REDIS is not set");
  });

  it.each([
    [["-m", "lag-regression"], "lag-regression looks at all series together"],
    [
      ["-m", "naive", "--samples", "10"],
      "--on works only where series are forecast one by one, but sample paths are drawn for all series together",
    ],
    [["-m", "naive", "--format", "json"], "json"],
  ])("%j is refused before anything is sent", async (args, message) => {
    const { code, stderr } = await start([
      "forecast",
      "nile",
      ...args,
      "--on",
      "redis://127.0.0.1:1",
    ]).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describeWithRedis("a password", () => {
  const server = () => startRedis("--requirepass", "hidden-word");

  it("comes from the environment and is nowhere to be seen", async () => {
    const redis = await server();
    const env = { FORETELL_REDIS_PASSWORD: "hidden-word" };
    const worker = start(["worker", "--on", redis.url, "--threads", "1"], { env });
    await worker.says("waits for work");
    expect(readFileSync(`/proc/${worker.child.pid}/cmdline`, "utf8")).not.toContain("hidden");
    const cwd = folder({ "in.csv": TABLE });
    const planner = await start([...FORECAST, "--on"], {
      cwd,
      env: { FORETELL_REDIS: redis.url.replace("//", "//:hidden-word@") },
    }).ended;
    expect(planner).toMatchObject({ code: 0, stderr: "" });
    worker.child.kill("SIGTERM");
    expect((await worker.ended).stderr).not.toContain("hidden");
  });

  it("on the command line is taken out of the list of processes, with a warning", async () => {
    const redis = await server();
    const url = redis.url.replace("//", "//:hidden-word@");
    const worker = start(["worker", "--on", url, "--threads", "1"]);
    await worker.says("waits for work");
    expect(worker.stderr()).toContain("put the address into FORETELL_REDIS");
    expect(worker.stderr()).not.toContain("hidden");
    if (process.platform === "linux") {
      expect(readFileSync(`/proc/${worker.child.pid}/cmdline`, "utf8")).not.toContain("hidden");
    }
  });

  it("that is wrong or missing is told apart", async () => {
    const redis = await server();
    const asked = await start(["worker", "--on", redis.url]).ended;
    expect(asked.stderr).toContain("it asks for a password\n");
    expect(asked.stderr).toContain("FORETELL_REDIS_PASSWORD");
    const env = { FORETELL_REDIS_PASSWORD: "wrong-word" };
    const wrong = await start(["worker", "--on", redis.url], { env }).ended;
    expect(wrong.stderr).toContain("the user or password is wrong");
    expect(wrong.stderr).not.toContain("wrong-word");
    expect([asked.code, wrong.code]).toEqual([2, 2]);
  });
});
