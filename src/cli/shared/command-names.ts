/** The commands, in the order in which help lists them. */
export const COMMAND_NAMES = [
  ...([
    "forecast",
    "backtest",
    "inspect",
    "report",
    "decompose",
    "anomalies",
    "clean",
    "score",
    "benchmark",
    "check",
    "train",
    "stream",
    "merge",
  ] as const),
  ...(["features", "gradients", "lab", "models", "datasets", "worker", "mcp"] as const),
  ...(["init", "config", "completion", "doctor"] as const),
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];
