import { FitError } from "../errors.js";
import { instantiate, type Kernels, type WebAssemblyMemory } from "./kernels/index.js";

const PAGE = 65536;
const MAX_PAGES = 65536;
const ALIGNMENT = 64;

/**
 * One WebAssembly memory handed out from the bottom up. Addresses are bytes, sizes are float32
 * elements. What is allocated after a `mark` is given back by `release`.
 */
export class Arena {
  readonly memory: WebAssemblyMemory;
  readonly kernels: Kernels;
  private top = PAGE;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: MAX_PAGES, shared: true });
    this.kernels = instantiate(this.memory);
  }

  /** Address of `size` zeroed floats. */
  allocate(size: number): number {
    const address = this.top;
    const end = address + Math.ceil((size * 4) / ALIGNMENT) * ALIGNMENT;
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.grow(size, Math.ceil(missing / PAGE));
    this.top = end;
    this.view(address, size).fill(0);
    return address;
  }

  private grow(size: number, pages: number): void {
    const current = this.memory.buffer.byteLength / PAGE;
    // Growing by half keeps the number of growths small; near the limit only the missing pages are added.
    const wanted = Math.min(Math.max(pages, current >> 1), Math.max(pages, MAX_PAGES - current));
    try {
      this.memory.grow(wanted);
    } catch {
      throw new FitError(
        `out of memory: the network needs ${megabytes(size * 4)} on top of the ${megabytes(this.top)} in use, and the limit is ${megabytes(MAX_PAGES * PAGE)}`,
        "Use a smaller model, a shorter context or a smaller batch.",
      );
    }
  }

  view(address: number, size: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, size);
  }

  mark(): number {
    return this.top;
  }

  release(mark: number): void {
    this.top = mark;
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en-US")} MB`;
}

const idle: Arena[] = [];

/** Lends an arena that nobody else uses; whatever \`use\` allocates in it is released afterwards. */
export function withArena<T>(use: (arena: Arena) => T): T {
  const arena = idle.pop() ?? new Arena();
  const mark = arena.mark();
  const release = () => {
    arena.release(mark);
    idle.push(arena);
  };
  let result: T;
  try {
    result = use(arena);
  } catch (error) {
    release();
    throw error;
  }
  if (result instanceof Promise) return result.finally(release) as T;
  release();
  return result;
}
