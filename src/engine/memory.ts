import { FitError } from "../errors.js";
import { instantiate, type Kernels } from "./kernels/index.js";

const PAGE = 65536;
const MAX_PAGES = 65536;
const ALIGNMENT = 64;

/**
 * One WebAssembly memory handed out from the bottom up. Addresses are bytes, sizes are float32
 * elements. What is allocated after a `mark` is given back by `release`.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
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
    const held = this.memory.buffer.byteLength / PAGE;
    // Growing by half keeps the number of growths small; near the limit only what is needed is asked for.
    const wanted = Math.min(Math.max(pages, held >> 1), Math.max(pages, MAX_PAGES - held));
    try {
      this.memory.grow(wanted);
    } catch {
      throw new FitError(
        `out of memory: ${megabytes(size * 4)} more were asked for, ${megabytes(this.top)} are in use and ${megabytes(MAX_PAGES * PAGE)} is the most there can be`,
        "use a smaller model, context or batch (for example hidden=32,batch=16)",
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

/** Takes an arena nobody else uses; all that `use` allocates in it is given back. */
export function withArena<T>(use: (arena: Arena) => T): T {
  const arena = idle.pop() ?? new Arena();
  const mark = arena.mark();
  const giveBack = () => {
    arena.release(mark);
    idle.push(arena);
  };
  let result: T;
  try {
    result = use(arena);
  } catch (error) {
    giveBack();
    throw error;
  }
  if (result instanceof Promise) return result.finally(giveBack) as T;
  giveBack();
  return result;
}
