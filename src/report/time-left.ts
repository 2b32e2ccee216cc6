/** Milliseconds of work before which nothing is said of what is left. */
const ENOUGH = 1000;

/**
 * How long the rest will take if it goes on as so far: `  40 s left`, `  3 min left`; nothing while that
 * cannot be told.
 *
 * @param elapsed milliseconds that the share `done` of `all` took
 */
export function timeLeft(elapsed: number, done: number, all: number): string {
  if (elapsed < ENOUGH || done === 0 || done >= all) return "";
  const seconds = Math.ceil((elapsed / 1000 / done) * (all - done));
  if (seconds < 100) return `  ${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `  ${minutes} min left` : `  ${Math.ceil(minutes / 60)} h left`;
}
