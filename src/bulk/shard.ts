import { hashOfText } from "../numeric/text-hash.js";

/** A share of a panel: the series of which the hash of the id leaves `index − 1` when divided by `of`. */
export interface Shard {
  /** 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

export function isOfShard(id: string, { index, of }: Shard): boolean {
  return hashOfText(id) % of === index - 1;
}
