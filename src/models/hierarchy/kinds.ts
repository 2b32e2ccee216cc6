/** How forecasts of a hierarchy are made to add up. In a file of its own so that `--help` loads no model. */
export const RECONCILIATIONS = ["mint", "bottom-up", "top-down"] as const;
export type Reconciliation = (typeof RECONCILIATIONS)[number];
