import type { State } from "../model.js";
import { decodeContainer, encodeContainer, type FileKind } from "./container.js";

/** What a model learned as bytes, without all else that a model file holds. */
export function encodeState(state: State): Uint8Array {
  return encodeContainer({ document: { state }, metadata: {} });
}

/**
 * What {@link encodeState} wrote.
 *
 * @param name of what was read, for errors
 * @throws DataError for other bytes, cut off or damaged ones
 */
export function decodeState(bytes: Uint8Array, name: string, kind: FileKind): State {
  const { document } = decodeContainer(bytes, name, kind);
  return (document as { readonly state: State }).state;
}
