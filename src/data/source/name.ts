import { basename } from "node:path";

/** How messages call a source. */
export function displayName(source: string): string {
  return source === "-" ? "stdin" : source;
}

/** A source's name without folders and endings, for a series that has no other name. */
export function baseName(source: string): string {
  if (source === "-") return "series";
  return (
    basename(source).replace(
      /(\.(csv|tsv|txt|dat|json|jsonl|ndjson|parquet|xlsx))?(\.gz)?$/i,
      "",
    ) || source
  );
}
