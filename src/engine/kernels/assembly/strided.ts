import { BinaryOperation } from "../codes";
import { add4 } from "./rows";
import { load4, splat, store4 } from "./math";

// Tensors walked along axes that a table in memory describes, outermost first: a count and then the
// bytes between neighbours in each operand, 32 bits each. 0 bytes repeat a value (broadcasting).

@inline
function count(axis: usize): i32 {
  return load<i32>(axis);
}

@inline
function step(axis: usize, operand: usize): usize {
  return <usize>load<i32>(axis + 4 + (operand << 2));
}

/** to = from, or to += scale·from. Operands: from, to. */
export function strided(
  axes: i32,
  axis: usize,
  from: usize,
  to: usize,
  accumulate: i32,
  scale: f32,
): void {
  const n = count(axis);
  const stepFrom = step(axis, 0);
  const stepTo = step(axis, 1);
  if (axes > 1) {
    for (let i = 0; i < n; i++) {
      strided(axes - 1, axis + 12, from, to, accumulate, scale);
      from += stepFrom;
      to += stepTo;
    }
  } else if (!accumulate) {
    if (stepFrom == 4 && stepTo == 4) memory.copy(to, from, (<usize>n) << 2);
    else {
      for (let i = 0; i < n; i++) {
        store<f32>(to, load<f32>(from));
        from += stepFrom;
        to += stepTo;
      }
    }
  } else if (stepFrom == 4 && stepTo == 4) {
    const whole = (<usize>(n & ~3)) << 2;
    const end = (<usize>n) << 2;
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

@inline
function combine4(op: i32, lanes: i32, a: v128, b: v128, out: usize): void {
  if (op == BinaryOperation.ADD) store4(out, f32x4.add(a, b), lanes);
  else if (op == BinaryOperation.SUB) store4(out, f32x4.sub(a, b), lanes);
  else if (op == BinaryOperation.MUL) store4(out, f32x4.mul(a, b), lanes);
  else if (op == BinaryOperation.DIV) store4(out, f32x4.div(a, b), lanes);
  else if (op == BinaryOperation.MUL_ADD) add4(out, f32x4.mul(a, b), lanes);
  else add4(out, f32x4.div(a, b), lanes);
}

/** One row where a and b advance or stand still. */
@inline
function row(op: i32, n: i32, a: usize, stepA: usize, b: usize, stepB: usize, out: usize): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  const fixedA = load4(a, 1);
  const fixedB = load4(b, 1);
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
  const n = count(axis);
  const stepA = step(axis, 0);
  const stepB = step(axis, 1);
  const stepOut = step(axis, 2);
  if (axes > 1) {
    for (let i = 0; i < n; i++) {
      binary(op, axes - 1, axis + 16, a, b, out);
      a += stepA;
      b += stepB;
      out += stepOut;
    }
  } else if (op == BinaryOperation.ADD) row(BinaryOperation.ADD, n, a, stepA, b, stepB, out);
  else if (op == BinaryOperation.SUB) row(BinaryOperation.SUB, n, a, stepA, b, stepB, out);
  else if (op == BinaryOperation.MUL) row(BinaryOperation.MUL, n, a, stepA, b, stepB, out);
  else if (op == BinaryOperation.DIV) row(BinaryOperation.DIV, n, a, stepA, b, stepB, out);
  else if (op == BinaryOperation.MUL_ADD) row(BinaryOperation.MUL_ADD, n, a, stepA, b, stepB, out);
  else row(BinaryOperation.DIV_ADD, n, a, stepA, b, stepB, out);
}
