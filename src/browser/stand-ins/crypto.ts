import { Sha256 } from "./sha256.js";

/** The one hash that is asked for; WebCrypto's is asynchronous. */
export function createHash(_algorithm: "sha256"): Sha256 {
  return new Sha256();
}
