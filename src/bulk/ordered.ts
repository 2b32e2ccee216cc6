/** Orders that are taken ahead of the one whose answer is delivered next, for each worker. */
const AHEAD = 4;

/** Does one thing after the other. */
export interface Doer<Order, Answer> {
  do(order: Order): Promise<Answer>;
  end(): Promise<unknown>;
}

/**
 * Has orders done by several workers and delivers the answers in the order of the orders. Only as many
 * orders are taken as are at work or wait for an earlier one.
 *
 * @param signal  once aborted no further order is taken; those at work are waited for
 * @param deliver is waited for; when it throws, no further order is taken
 * @throws what taking orders, doing or delivering throws
 */
export async function inOrder<Order, Answer>(
  orders: Iterable<Order>,
  doers: readonly Doer<Order, Answer>[],
  signal: AbortSignal | undefined,
  deliver: (answer: Answer) => Promise<void> | void,
): Promise<void> {
  const free = [...doers];
  /** What is to be delivered, in order; the first may still be at work. */
  const queue: Promise<Answer>[] = [];
  let waiting: (() => void) | undefined;
  let failed = false;
  const deliverNext = async () => {
    const answer = await queue[0]!;
    queue.shift();
    await deliver(answer);
  };
  try {
    for (const order of orders) {
      if (signal?.aborted || failed) break;
      while (queue.length >= AHEAD * doers.length) await deliverNext();
      while (free.length === 0) await new Promise<void>((resolve) => (waiting = resolve));
      const doer = free.pop()!;
      const answer = doer.do(order).finally(() => {
        free.push(doer);
        waiting?.();
      });
      // Whoever delivers hears of errors; until then they are no unhandled ones.
      answer.catch(() => {
        failed = true;
      });
      queue.push(answer);
    }
    while (queue.length > 0) await deliverNext();
  } finally {
    await Promise.all(doers.map((doer) => doer.end()));
  }
}
