import { outputOf, PYTHON } from "../programs/process-usage.js";
import type { CellName, Workload } from "./workloads.js";

const program = ({ input, hidden, time, batch }: Workload, cell: CellName, rounds: number) => `
import time, torch
torch.manual_seed(1)
def step(threads):
    torch.set_num_threads(threads)
    net = torch.nn.${cell.toUpperCase()}(${input}, ${hidden})
    head = torch.nn.Linear(${hidden}, 1)
    x = torch.rand(${time}, ${batch}, ${input}) * 2 - 1
    y = torch.zeros(${batch}, 1)
    least = float("inf")
    for _ in range(${rounds}):
        start = time.perf_counter()
        net.zero_grad(); head.zero_grad()
        torch.nn.functional.mse_loss(head(net(x)[0][-1]), y).backward()
        least = min(least, time.perf_counter() - start)
    return 1000 * least
print(step(1), step(2))`;

/**
 * The same training step by PyTorch.
 *
 * @returns milliseconds of the quickest of so many steps, on one thread and on two, or why there are none
 */
export function pytorchSteps(
  cell: CellName,
  workload: Workload,
  rounds: number,
): readonly [one: number, two: number] | { readonly reason: string } {
  const found = outputOf(PYTHON, ["-c", program(workload, cell, rounds)], {});
  if (found.output === undefined) return { reason: found.reason };
  const [one = Number.NaN, two = Number.NaN] = found.output.split(" ").map(Number);
  return [one, two];
}
