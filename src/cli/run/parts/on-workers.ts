import type { PartRunner } from "../../../bulk/run-parts.js";
import { partsOnQueue } from "../../../queue/run-parts.js";
import { counted } from "../../../wording.js";
import type { Console } from "../../shared/console.js";
import type { Workers } from "../with-workers.js";

/** What forecasts parts on workers. */
export function partsOnWorkers(
  { queue, listeners, ...others }: Workers,
  { warn }: Pick<Console, "warn">,
): PartRunner {
  return partsOnQueue(queue, {
    ...others,
    listeners: {
      ...listeners,
      onDivided: (series, { reason, tries }) =>
        warn(
          `a part of ${series} series failed ${counted(tries, "time")} (${reason}): its series are tried one by one`,
        ),
    },
  });
}
