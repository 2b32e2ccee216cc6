import { expect, it, vi } from "vitest";
import { Arena } from "../../src/engine/memory.js";
import { Pool } from "../../src/engine/pool.js";

it("makes every job's calls, whichever thread they fall to", async () => {
  const arena = new Arena();
  const pool = new Pool(arena, 3);
  pool.start();
  while (pool.size < 3) await new Promise((resume) => setTimeout(resume, 5));
  const places = Array.from({ length: 7 }, () => arena.allocate(32));
  const jobs = places.map((at, i) =>
    pool.job([
      ["fill", 32, at, i],
      ["axpy", 32, 2, at, at],
    ]),
  );
  for (let round = 0; round < 100; round++) {
    for (const at of places) arena.view(at, 32).fill(-1);
    pool.run(jobs);
    expect(places.map((at) => arena.view(at, 32)[31])).toEqual([0, 3, 6, 9, 12, 15, 18]);
  }
  await pool.stop();
});

it("computes alone until other threads are up", () => {
  const arena = new Arena();
  const pool = new Pool(arena, 2);
  const at = arena.allocate(4);
  expect(pool.size).toBe(1);
  pool.run([pool.job([["fill", 4, at, 5]])]);
  expect(Array.from(arena.view(at, 4))).toEqual([5, 5, 5, 5]);
});

it("takes a notification that comes late for no new order", async () => {
  const arena = new Arena();
  const pool = new Pool(arena, 2);
  pool.start();
  while (pool.size < 2) await new Promise((resume) => setTimeout(resume, 5));
  const places = [arena.allocate(4), arena.allocate(4)];
  const jobs = places.map((at) => pool.job([["fill", 4, at, 1]]));
  const { notify } = Atomics;
  // As if this thread had been stopped between giving an order and telling of it.
  const late = vi.spyOn(Atomics, "notify").mockImplementation((words, ordered) => {
    const control = words as unknown as Int32Array;
    const [order, done] = [Atomics.load(control, ordered), ordered + 1];
    notify(control, ordered);
    while (Atomics.load(control, done) < order) Atomics.wait(control, done, order - 1, 10);
    notify(control, ordered);
    expect(Atomics.wait(control, done, order, 10)).toBe("timed-out");
    return 1;
  });
  for (let round = 0; round < 20; round++) pool.run(jobs);
  late.mockRestore();
  await pool.stop();
});
