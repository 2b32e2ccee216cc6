import { describe, expect, it } from "vitest";
import { queueAddress } from "../../src/queue/address.js";
import { jobIdOf, programOf, queueName } from "../../src/queue/fingerprint.js";
import { inParts } from "../../src/queue/in-parts.js";
import { threadsOf, workerName } from "../../src/queue/worker-name.js";

describe("the address of a queue", () => {
  it("has a port, a database, TLS and a password that is not shown", () => {
    const { options, shown, exposed } = queueAddress("rediss://me:p%40ss@queue.example/3", {});
    expect(options).toEqual({
      ...{ host: "queue.example", port: 6379, db: 3, username: "me", password: "p@ss" },
      tls: { servername: "queue.example" },
    });
    expect(shown).toBe("rediss://queue.example:6379/3");
    expect(exposed).toBe(true);
  });

  it("may be an IPv6 address, and takes its password from the environment", () => {
    const environment = { FORETELL_REDIS_PASSWORD: "secret" };
    const { options, shown, exposed } = queueAddress("redis://[::1]:7000", environment);
    expect(options).toEqual({ host: "::1", port: 7000, db: 0, password: "secret" });
    expect(shown).toBe("redis://[::1]:7000");
    expect(exposed).toBe(false);
  });

  it("comes from FORETELL_REDIS where --on stands alone", () => {
    const environment = { FORETELL_REDIS: "redis://:secret@queue.example:6380" };
    const { shown, exposed } = queueAddress(undefined, environment);
    expect({ shown, exposed }).toEqual({ shown: "redis://queue.example:6380", exposed: false });
  });
});

describe("names", () => {
  it("of a queue tell for which program it is", () => {
    const program = { version: "1.2.3-rc.1", models: "0123456789ab" };
    expect(programOf(queueName(program))).toEqual(program);
    expect(programOf("forecast_0.1.0")).toBeUndefined();
  });

  it("of jobs depend on each text and where it ends", () => {
    expect(jobIdOf(["ab", "c"])).toBe(jobIdOf(["ab", "c"]));
    expect(jobIdOf(["ab", "c"])).not.toBe(jobIdOf(["a", "bc"]));
  });

  it("of workers tell their threads", () => {
    expect(threadsOf(`foretell:abc:w:${workerName(12)}`)).toBe(12);
    expect(threadsOf("GCP does not support client list")).toBeUndefined();
  });
});

describe("parts", () => {
  const series = Array.from({ length: 1000 }, (_, s) => ({
    id: `s${s}`,
    ds: Float64Array.from({ length: 20 }, (_, t) => t),
    y: new Float64Array(20),
  }));
  const sizes = (specs: readonly string[]) => {
    const found: number[] = [];
    const ids: string[] = [];
    for (const part of inParts(series, specs)) {
      found.push(part.length);
      ids.push(...part.map(({ id }) => id));
    }
    expect(ids).toEqual(series.map(({ id }) => id));
    return found;
  };

  it("are smaller for models that take longer, and the same whenever they are cut", () => {
    const [naive, arima] = [sizes(["naive"]), sizes(["arima"])];
    expect(naive).toEqual([1000]);
    expect(arima[0]).toBeLessThan(100);
    expect(sizes(["arima"])).toEqual(arima);
  });
});
