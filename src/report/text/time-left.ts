/** How long the rest will take, in words: `  40 s left`, `  3 min left`; nothing while that cannot be told. */
export function timeLeft(milliseconds: number): string {
  if (!(milliseconds > 0)) return "";
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 100) return `  ${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `  ${minutes} min left` : `  ${Math.ceil(minutes / 60)} h left`;
}
