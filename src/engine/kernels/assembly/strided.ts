import { add4 } from "./rows";
import { load4, splat, store4 } from "./math";

// Tensors walked along axes that a table in memory describes, outermost first: a count and then the
// bytes between neighbours in each operand, 32 bits each. 0 bytes repeat a value (broadcasting).

// @ts-ignore: decorator
@inline
function count(axis: usize): i32 {
  return load<i32>(axis);
}

// @ts-ignore: decorator
@inline
function step(axis: usize, operand: usize): usize {
  return <usize>load<i32>(axis + 4 + (operand << 2));
}

/** to = from, or to += scale·from. Operands: from, to. */
export function strided(axes: i32, axis: usize, from: usize, to: usize, accumulate: i32, scale: f32): void {
  const n = count(axis), stepFrom = step(axis, 0), stepTo = step(axis, 1);
  if (axes > 1) {
    for (let i = 0; i < n; i++) {
      strided(axes - 1, axis + 12, from, to, accumulate, scale);
      from += stepFrom;
      to += stepTo;
    }
  } else if (!accumulate) {
    if (stepFrom == 4 && stepTo == 4) memory.copy(to, from, <usize>n << 2);
    else {
      for (let i = 0; i < n; i++) {
        store<f32>(to, load<f32>(from));
        from += stepFrom;
        to += stepTo;
      }
    }
  } else if (stepFrom == 4 && stepTo == 4) {
    const whole = <usize>(n & ~3) << 2, end = <usize>n << 2;
    let at: usize = 0;
    for (; at < whole; at += 16) add4(to + at, f32x4.mul(splat(scale), load4(from + at, 4)), 4);
    for (; at < end; at += 4) add4(to + at, f32x4.mul(splat(scale), load4(from + at, 1)), 1);
  } else {
    for (let i = 0; i < n; i++) {
      store<f32>(to, load<f32>(to) + scale * load<f32>(from));
      from += stepFrom;
      to += stepTo;
    }
  }
}

const ADD: i32 = 0;
const SUB: i32 = 1;
const MUL: i32 = 2;
const DIV: i32 = 3;
/** out += a · b */
const MUL_ADD: i32 = 4;
/** out += a / b */
const DIV_ADD: i32 = 5;

// @ts-ignore: decorator
@inline
function combine4(op: i32, lanes: i32, a: v128, b: v128, out: usize): void {
  if (op == ADD) store4(out, f32x4.add(a, b), lanes);
  else if (op == SUB) store4(out, f32x4.sub(a, b), lanes);
  else if (op == MUL) store4(out, f32x4.mul(a, b), lanes);
  else if (op == DIV) store4(out, f32x4.div(a, b), lanes);
  else if (op == MUL_ADD) add4(out, f32x4.mul(a, b), lanes);
  else add4(out, f32x4.div(a, b), lanes);
}

/** One row where a and b advance or stand still. */
// @ts-ignore: decorator
@inline
function row(op: i32, n: i32, a: usize, stepA: usize, b: usize, stepB: usize, out: usize): void {
  const whole = <usize>(n & ~3) << 2, end = <usize>n << 2;
  const fixedA = load4(a, 1), fixedB = load4(b, 1);
  let at: usize = 0;
  if (stepA && stepB) {
    for (; at < whole; at += 16) combine4(op, 4, load4(a + at, 4), load4(b + at, 4), out + at);
    for (; at < end; at += 4) combine4(op, 1, load4(a + at, 1), load4(b + at, 1), out + at);
  } else if (stepA) {
    for (; at < whole; at += 16) combine4(op, 4, load4(a + at, 4), fixedB, out + at);
    for (; at < end; at += 4) combine4(op, 1, load4(a + at, 1), fixedB, out + at);
  } else if (stepB) {
    for (; at < whole; at += 16) combine4(op, 4, fixedA, load4(b + at, 4), out + at);
    for (; at < end; at += 4) combine4(op, 1, fixedA, load4(b + at, 1), out + at);
  } else {
    combine4(op, 1, fixedA, fixedB, out);
  }
}

/** out = a ∘ b with broadcasting, out in one piece. Operands: a, b, out; innermost steps 0 or 4 bytes. */
export function binary(op: i32, axes: i32, axis: usize, a: usize, b: usize, out: usize): void {
  const n = count(axis), stepA = step(axis, 0), stepB = step(axis, 1), stepOut = step(axis, 2);
  if (axes > 1) {
    for (let i = 0; i < n; i++) {
      binary(op, axes - 1, axis + 16, a, b, out);
      a += stepA;
      b += stepB;
      out += stepOut;
    }
  } else if (op == ADD) row(ADD, n, a, stepA, b, stepB, out);
  else if (op == SUB) row(SUB, n, a, stepA, b, stepB, out);
  else if (op == MUL) row(MUL, n, a, stepA, b, stepB, out);
  else if (op == DIV) row(DIV, n, a, stepA, b, stepB, out);
  else if (op == MUL_ADD) row(MUL_ADD, n, a, stepA, b, stepB, out);
  else row(DIV_ADD, n, a, stepA, b, stepB, out);
}
