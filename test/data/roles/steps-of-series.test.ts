import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { findRoles, type RoleOptions } from "../../../src/data/roles/roles.js";

function rolesOf(rows: readonly string[], options: RoleOptions = {}) {
  const bytes = new TextEncoder().encode(`patient,visit,hba\n${rows.join("\n")}\n`);
  const { time, id, targets } = findRoles(parseCsv({ name: "t.csv", bytes }), options, () => {});
  return [time?.column.name, id?.name, targets.map(({ name }) => name).join()];
}

const visits = ["a", "b"].flatMap((patient) =>
  Array.from({ length: 8 }, (_, i) => `${patient},${i + 1},${(i * 5) % 7}`),
);

describe("steps that begin anew with each series", () => {
  it.each([
    ["nothing is named", {}],
    ["the target is", { target: ["hba"] }],
    ["the series are", { id: "patient" }],
    ["both are", { id: "patient", target: ["hba"] }],
  ] as const)("are found where %s", (_, options) => {
    expect(rolesOf(visits, options)).toEqual(["visit", "patient", "hba"]);
  });

  it("are none where a series comes again later, or they begin anew within one", () => {
    const named = { target: ["hba"] };
    expect(rolesOf([...visits, ...visits], named)[0]).toBeUndefined();
    const again = visits.map((row, i) => (i === 5 ? row.replace(",6,", ",1,") : row));
    expect(rolesOf(again, named)[0]).toBeUndefined();
  });
});
