/** The option of models that know several seasons. */
export const seasonsOption = {
  type: "integers",
  default: [],
  min: 2,
  max: 10_000,
  summary:
    "lengths of the seasons, such as 24-168 (default: the data's season, and weeks of hours and days)",
} as const;
