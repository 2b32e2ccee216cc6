import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { decisionsOf } from "../../../src/data/roles/decisions.js";
import { findRoles, type RoleOptions } from "../../../src/data/roles/roles.js";

function decisions(header: string, row: (i: number) => string, options: RoleOptions = {}) {
  const rows = Array.from({ length: 14 }, (_, i) => row(i));
  const bytes = new TextEncoder().encode(`${header}\n${rows.join("\n")}\n`);
  const table = parseCsv({ name: "t.csv", bytes });
  return decisionsOf(
    table,
    findRoles(table, options, () => {}),
  );
}

const day = (i: number) => `2024-03-${String(i + 1).padStart(2, "0")}`;

describe("decisions about columns", () => {
  it("say of each other column of numbers why it is not forecast", () => {
    const [, target] = decisions(
      "row,ds,weekday,flag,fixed,price,weight",
      (i) => `${i + 1},${day(i)},${(4 + i) % 7},${i % 2},7,${(i * i) % 11},${(i * 5) % 7}`,
    );
    expect(target).toEqual({
      role: "target",
      column: "price",
      others: [
        { column: "row", because: "an identifier, by its name" },
        { column: "weekday", because: "repeats the calendar" },
        { column: "flag", because: "a flag or a code by its values" },
        { column: "fixed", because: "always the same" },
        { column: "weight", because: "comes later in the table" },
      ],
    });
  });

  it("say of each other column of dates why it is not the time", () => {
    const [time] = decisions(
      "printed,seen,delivered,y",
      (i) => `2024-05-01,2024-04-${String(((i * 5) % 17) + 10)},${day(i)},${i % 5}`,
    );
    expect(time).toEqual({
      role: "time",
      column: "delivered",
      others: [
        { column: "printed", because: "always the same" },
        { column: "seen", because: "in less even steps" },
      ],
    });
  });

  it("say how dates and numbers are read, and how they nearly were", () => {
    const [time, target] = decisions(
      "date,y",
      (i) => `24-03-${String(i + 1).padStart(2, "0")},${i}%`,
    );
    expect(time).toMatchObject({
      as: expect.stringMatching(/^year, month, day: 2024-03-01/),
      instead: [expect.stringMatching(/^day, month, year/)],
    });
    expect(target.as).toBe("without %");
  });

  it("say nothing of others where the user names the column", () => {
    const [time, ...rest] = decisions(
      "printed,ds,y,z",
      (i) => `2024-05-01,${day(i)},${i % 5},${i % 3}`,
      {
        time: "ds",
        target: ["z"],
      },
    );
    expect(time.others).toEqual([]);
    expect(rest).toEqual([]);
  });

  it("say of each other column of texts why it does not name the series", () => {
    const [, id] = decisions(
      "unique_id,country,note,ds,y",
      (i) => `${i < 7 ? "a" : "b"},DE,n${i},${day(i % 7)},${(i * i) % 11}`,
    );
    expect(id).toEqual({
      role: "id",
      column: "unique_id",
      others: [
        { column: "country", because: "always the same" },
        { column: "note", because: "another text in each row" },
      ],
    });
  });
});
