import type { State } from "../model.js";
import { fieldsOf, InvalidState, numberOf } from "../state-reader.js";
import { type Forest, NODE_SIZE } from "./boosting.js";

/**
 * A forest from a file. Every child comes after its parent, so that no walk through it goes on for ever.
 *
 * @throws Unexpected for anything else
 */
export function forestFromState(state: State, what: string, features: number): Forest {
  const { base, roots, nodes, features: known } = fieldsOf(state, what);
  if (known !== features || !(roots instanceof Float32Array) || !(nodes instanceof Float32Array)) {
    throw new InvalidState(`${what} must be a forest of ${features} features`);
  }
  const total = nodes.length / NODE_SIZE;
  const ends = [...roots.subarray(1), total];
  const whole =
    Number.isInteger(total) &&
    roots.every((root, k) => {
      const end = ends[k];
      const inside = Number.isInteger(root) && root >= 0 && root < end && end <= total;
      return inside && isTree(nodes.subarray(root * NODE_SIZE, end * NODE_SIZE), features);
    });
  if (!whole) throw new InvalidState(`the nodes of ${what} must form trees`);
  const most = Number.MAX_VALUE;
  return { features, base: numberOf(base, `${what}.base`, -most, most), roots, nodes };
}

function isTree(nodes: Float32Array, features: number): boolean {
  const count = nodes.length / NODE_SIZE;
  for (let node = 0; node < count; node++) {
    const feature = nodes[node * NODE_SIZE];
    if (feature === -1) continue;
    const child = nodes[node * NODE_SIZE + 2];
    const known = Number.isInteger(feature) && feature >= 0 && feature < features;
    if (!known || !Number.isInteger(child) || child <= node || child + 1 >= count) return false;
  }
  return true;
}
