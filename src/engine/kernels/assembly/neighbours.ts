// The earlier windows of a series that are nearest to each of its windows under dynamic time warping.
// Bounds, and the warping of what they let pass, are taken of four candidates at a time in single
// precision and widened by what that rounds; only what may still be near is settled in double precision.
import { warp } from "./warp";

/** Candidates whose ends are compared before those that are left are looked at further. */
const BLOCK: i32 = 2048;

/** What is searched, and the room to do it in. */
@unmanaged
class Search {
  length: i32;
  radius: i32;
  apart: i32;
  windows: i32;
  series: usize;
  means: usize;
  inverses: usize;
  ends: usize;
  from: usize;
  to: usize;
  /** The query, from its first value on, and a candidate from its last; doubles. */
  query: usize;
  candidate: usize;
  room: usize;
  /** The query, repeated beyond its ends as far as the radius, and its envelope. */
  places: usize;
  upper: usize;
  lower: usize;
  /** Eight candidates side by side: their values, sums of gaps before each place, cells of a row. */
  values: usize;
  gaps: usize;
  cells: usize;
  /** Fours of candidates that are left of a block, single ones, and what is known of their costs. */
  groups: usize;
  starts: usize;
  bounds: usize;
  /** Candidates that may be among the nearest: costs or lower bounds of them, which it is, and where they start. */
  hitCosts: usize;
  hitExact: usize;
  hitStarts: usize;
  hits: i32;
  /** The nearest hits of those that lie far apart, the nearest first. */
  apartCosts: usize;
  apartStarts: usize;
  found: i32;
  enough: i32;
  /** The last that may be among the nearest: what costs as much must start before it. */
  bound: f64;
  boundStart: i32;
  /** The bound in single precision, with what may have been rounded. */
  limit: f32;
}

@inline
function double(address: usize, i: i32): f64 {
  return load<f64>(address + ((<usize>i) << 3));
}

@inline
function integer(address: usize, i: i32): i32 {
  return load<i32>(address + ((<usize>i) << 2));
}

/** How far four values lie outside an interval, squared. */
@inline
function squaredGap(value: v128, lower: v128, upper: v128): v128 {
  const outside = f32x4.pmax(f32x4.sub(value, upper), f32x4.sub(lower, value));
  const gap = f32x4.pmax(outside, f32x4.splat(0));
  return f32x4.mul(gap, gap);
}

@inline
function squaredDifference(a: v128, b: v128): v128 {
  const gap = f32x4.sub(a, b);
  return f32x4.mul(gap, gap);
}

// A value rounded to single precision is off by 2⁻²⁴ of √length at most, and 2 · length cells of a path
// and their sum add to that.

/** Upper bound on a cost in the other precision. */
function upperBound(cost: f64, length: i32): f64 {
  const root = sqrt(cost) + 2.4e-7 * <f64>length;
  return root * root * (1 + 4.8e-7 * <f64>(length + 4));
}

/** Lower bound on a cost in the other precision. */
function lowerBound(cost: f64, length: i32): f64 {
  const root = max(0, sqrt(cost / (1 + 4.8e-7 * <f64>(length + 4))) - 2.4e-7 * <f64>length);
  return root * root;
}

/** Whether a candidate comes before another, the nearer or the earlier of equals. */
@inline
function before(cost: f64, start: i32, otherCost: f64, otherStart: i32): bool {
  return cost < otherCost || (cost == otherCost && start < otherStart);
}

/** Takes the query to mean 0 and deviation 1, and finds its envelope. */
function prepare(search: Search, row: i32): void {
  const length = search.length;
  const radius = search.radius;
  const mean = double(search.means, row);
  const inverse = double(search.inverses, row);
  const places = search.places + ((<usize>radius) << 2);
  for (let i = 0; i < length; i++) {
    const value = (double(search.series, row + i) - mean) * inverse;
    store<f64>(search.query + ((<usize>i) << 3), value);
    store<f32>(places + ((<usize>i) << 2), <f32>value);
  }
  const first = load<f32>(places);
  const last = load<f32>(places + ((<usize>(length - 1)) << 2));
  for (let i = 0; i < radius; i++) {
    store<f32>(search.places + ((<usize>i) << 2), first);
    store<f32>(places + ((<usize>(length + i)) << 2), last);
  }
  for (let i = 0; i < length; i += 4) {
    const at = (<usize>i) << 2;
    let upper = v128.load(search.places + at);
    let lower = upper;
    for (let j = 1; j <= 2 * radius; j++) {
      const value = v128.load(search.places + at + ((<usize>j) << 2));
      upper = f32x4.pmax(upper, value);
      lower = f32x4.pmin(lower, value);
    }
    v128.store(search.upper + at, upper);
    v128.store(search.lower + at, lower);
  }
}

/**
 * Keeps hits so far apart that no match is too near to two of them: as many of them as matches are wanted,
 * and the last match is no farther than the last of them.
 */
function keepApart(search: Search, cost: f64, start: i32): void {
  const costs = search.apartCosts;
  const starts = search.apartStarts;
  let found = search.found;
  let clash = -1;
  for (let i = 0; i < found; i++) {
    if (abs(integer(starts, i) - start) > 2 * (search.apart - 1)) continue;
    if (clash >= 0) return;
    clash = i;
  }
  if (clash >= 0) {
    if (!before(cost, start, double(costs, clash), integer(starts, clash))) return;
    found--;
    for (let i = clash; i < found; i++) {
      store<f64>(costs + ((<usize>i) << 3), double(costs, i + 1));
      store<i32>(starts + ((<usize>i) << 2), integer(starts, i + 1));
    }
  } else if (found == search.enough) found--;
  let i = found;
  for (; i > 0 && before(cost, start, double(costs, i - 1), integer(starts, i - 1)); i--) {
    store<f64>(costs + ((<usize>i) << 3), double(costs, i - 1));
    store<i32>(starts + ((<usize>i) << 2), integer(starts, i - 1));
  }
  store<f64>(costs + ((<usize>i) << 3), cost);
  store<i32>(starts + ((<usize>i) << 2), start);
  search.found = ++found;
  if (found < search.enough) return;
  search.bound = double(costs, found - 1);
  search.boundStart = integer(starts, found - 1);
  search.limit = <f32>upperBound(search.bound, search.length);
}

/** Squared distance of a candidate in double precision. */
function settled(search: Search, start: i32): f64 {
  const length = search.length;
  const mean = double(search.means, start);
  const inverse = double(search.inverses, start);
  let at = search.candidate + ((<usize>(length - 1)) << 3);
  for (let i = 0; i < length; i++) {
    store<f64>(at, (double(search.series, start + i) - mean) * inverse);
    at -= 8;
  }
  return warp(
    0,
    1,
    length,
    length,
    search.query,
    search.candidate,
    search.from,
    search.to,
    search.room,
    Infinity,
  );
}

/** Keeps a candidate that may be among the nearest. */
function hit(search: Search, start: i32, cost: f64): void {
  let lower = lowerBound(cost, search.length);
  let upper = upperBound(cost, search.length);
  // Nothing is nearer than what is the same.
  const exact = lower == 0;
  if (exact && !before(0, start, search.bound, search.boundStart)) return;
  if (exact) lower = upper = settled(search, start);
  if (!before(lower, start, search.bound, search.boundStart)) return;
  store<f64>(search.hitCosts + ((<usize>search.hits) << 3), lower);
  store<i32>(search.hitStarts + ((<usize>search.hits) << 2), start);
  store<u8>(search.hitExact + <usize>search.hits, <u8>exact);
  search.hits++;
  keepApart(search, upper, start);
}

/** LB_Kim of the first and last values, every path's first and last cells; groups of four that pass. */
function compareEnds(search: Search, from: i32, to: i32): usize {
  const plane = (<usize>search.windows) << 2;
  const places = search.places + ((<usize>search.radius) << 2);
  const first = v128.load_splat<f32>(places);
  const last = v128.load_splat<f32>(places + ((<usize>(search.length - 1)) << 2));
  const limit = f32x4.splat(search.limit);
  let front = search.ends + ((<usize>from) << 2);
  let back = front + 3 * plane;
  let out = search.groups;
  for (let start = from; start < to; start += 4) {
    const cost = f32x4.add(
      squaredDifference(v128.load(front), first),
      squaredDifference(v128.load(back), last),
    );
    store<i32>(out, start);
    out += (<usize>v128.any_true(f32x4.le(cost, limit))) << 2;
    front += 16;
    back += 16;
  }
  return out;
}

/** Least cost of the cells that every path crosses next to an end of both. */
@inline
function secondCell(q0: v128, q1: v128, c0: v128, c1: v128): v128 {
  return f32x4.pmin(
    f32x4.pmin(squaredDifference(q1, c1), squaredDifference(q0, c1)),
    squaredDifference(q1, c0),
  );
}

/** LB_Kim of two values at each end, of groups; single candidates that pass. */
function compareSecond(search: Search, end: usize, last: i32): i32 {
  const length = search.length;
  const plane = (<usize>search.windows) << 2;
  const places = search.places + ((<usize>search.radius) << 2);
  const q0 = v128.load_splat<f32>(places);
  const q1 = v128.load_splat<f32>(places, 4);
  const tail = places + ((<usize>length) << 2) - 8;
  const q2 = v128.load_splat<f32>(tail);
  const q3 = v128.load_splat<f32>(tail, 4);
  const limit = f32x4.splat(search.limit);
  const starts = search.starts;
  const bounds = search.bounds;
  let count = 0;
  for (let group = search.groups; group < end; group += 4) {
    const start = load<i32>(group);
    const at = search.ends + ((<usize>start) << 2);
    const c0 = v128.load(at);
    const c3 = v128.load(at + 3 * plane);
    let cost = f32x4.add(squaredDifference(c0, q0), squaredDifference(c3, q3));
    if (length >= 4) {
      const c1 = v128.load(at + plane);
      const c2 = v128.load(at + 2 * plane);
      cost = f32x4.add(cost, f32x4.add(secondCell(q0, q1, c0, c1), secondCell(q3, q2, c3, c2)));
    }
    let passed = i32x4.bitmask(f32x4.le(cost, limit));
    if (start + 3 > last) passed &= (1 << (last - start + 1)) - 1;
    // Written whether it passes or not, and written over if not: quicker than to ask.
    store<i32>(starts + ((<usize>count) << 2), start);
    store<f32>(bounds + ((<usize>count) << 2), f32x4.extract_lane(cost, 0));
    count += passed & 1;
    store<i32>(starts + ((<usize>count) << 2), start + 1);
    store<f32>(bounds + ((<usize>count) << 2), f32x4.extract_lane(cost, 1));
    count += (passed >> 1) & 1;
    store<i32>(starts + ((<usize>count) << 2), start + 2);
    store<f32>(bounds + ((<usize>count) << 2), f32x4.extract_lane(cost, 2));
    count += (passed >> 2) & 1;
    store<i32>(starts + ((<usize>count) << 2), start + 3);
    store<f32>(bounds + ((<usize>count) << 2), f32x4.extract_lane(cost, 3));
    count += passed >> 3;
  }
  return count;
}

/** The values of four candidates at one place, from doubles `at` addresses. */
@inline
function gather(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  at: usize,
  mean01: v128,
  mean23: v128,
  inverse01: v128,
  inverse23: v128,
): v128 {
  const x = v128.load_lane<i64>(b + at, v128.load_zero<i64>(a + at), 1);
  const y = v128.load_lane<i64>(d + at, v128.load_zero<i64>(c + at), 1);
  return v128.shuffle<i64>(
    f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(x, mean01), inverse01)),
    f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(y, mean23), inverse23)),
    0,
    2,
  );
}

@inline
function pairOf(values: usize, i: i32, j: i32): v128 {
  return v128.load_lane<i64>(
    values + ((<usize>j) << 3),
    v128.load_zero<i64>(values + ((<usize>i) << 3)),
    1,
  );
}

/** Fills up the last four or eight candidates. */
function repeatFirst(search: Search, count: i32): void {
  const first = load<i32>(search.starts);
  for (let i = count; i < count + 7; i++) store<i32>(search.starts + ((<usize>i) << 2), first);
}

/** LB_Keogh of what lies between the ends against the query's envelope; candidates that pass. */
function compareEnvelope(search: Search, count: i32): i32 {
  const end = (search.length - 2) << 3;
  const starts = search.starts;
  const bounds = search.bounds;
  const limit = f32x4.splat(search.limit);
  repeatFirst(search, count);
  let passed = 0;
  for (let i = 0; i < count; i += 4) {
    const s0 = integer(starts, i);
    const s1 = integer(starts, i + 1);
    const s2 = integer(starts, i + 2);
    const s3 = integer(starts, i + 3);
    const mean01 = pairOf(search.means, s0, s1);
    const mean23 = pairOf(search.means, s2, s3);
    const inverse01 = pairOf(search.inverses, s0, s1);
    const inverse23 = pairOf(search.inverses, s2, s3);
    const a = search.series + ((<usize>s0) << 3);
    const b = search.series + ((<usize>s1) << 3);
    const c = search.series + ((<usize>s2) << 3);
    const d = search.series + ((<usize>s3) << 3);
    let cost = v128.load(bounds + ((<usize>i) << 2));
    for (let at = 16; at < end; at += 8) {
      const value = gather(a, b, c, d, at, mean01, mean23, inverse01, inverse23);
      const half = <usize>at >> 1;
      const lower = v128.load_splat<f32>(search.lower + half);
      const upper = v128.load_splat<f32>(search.upper + half);
      cost = f32x4.add(cost, squaredGap(value, lower, upper));
      if ((at & 24) == 0 && !v128.any_true(f32x4.le(cost, limit))) break;
    }
    let mask = i32x4.bitmask(f32x4.le(cost, limit));
    if (i + 4 > count) mask &= (1 << (count - i)) - 1;
    store<i32>(starts + ((<usize>passed) << 2), s0);
    passed += mask & 1;
    store<i32>(starts + ((<usize>passed) << 2), s1);
    passed += (mask >> 1) & 1;
    store<i32>(starts + ((<usize>passed) << 2), s2);
    passed += (mask >> 2) & 1;
    store<i32>(starts + ((<usize>passed) << 2), s3);
    passed += mask >> 3;
  }
  return passed;
}

/** Places four candidates in one half of `values`, and the sums of their gaps before each place. */
function place(search: Search, i: i32, half: usize): void {
  const length = search.length;
  const starts = search.starts;
  const s0 = integer(starts, i);
  const s1 = integer(starts, i + 1);
  const s2 = integer(starts, i + 2);
  const s3 = integer(starts, i + 3);
  const mean01 = pairOf(search.means, s0, s1);
  const mean23 = pairOf(search.means, s2, s3);
  const inverse01 = pairOf(search.inverses, s0, s1);
  const inverse23 = pairOf(search.inverses, s2, s3);
  const a = search.series + ((<usize>s0) << 3);
  const b = search.series + ((<usize>s1) << 3);
  const c = search.series + ((<usize>s2) << 3);
  const d = search.series + ((<usize>s3) << 3);
  let values = search.values + half;
  let gaps = search.gaps + half;
  let sum = f32x4.splat(0);
  for (let k = 0; k < length; k++) {
    const value = gather(a, b, c, d, (<usize>k) << 3, mean01, mean23, inverse01, inverse23);
    v128.store(values, value);
    v128.store(gaps, sum);
    const at = (<usize>k) << 2;
    sum = f32x4.add(
      sum,
      squaredGap(
        value,
        v128.load_splat<f32>(search.lower + at),
        v128.load_splat<f32>(search.upper + at),
      ),
    );
    values += 32;
    gaps += 32;
  }
}

@inline
function cell(cost: v128, above: v128, across: v128, beside: v128): v128 {
  return f32x4.add(cost, f32x4.pmin(f32x4.pmin(above, across), beside));
}

/** Warps the eight candidates that are placed, from the last row to the first; those that pass, a bit each. */
function sweep(search: Search): i32 {
  const length = search.length;
  const radius = search.radius;
  const cells = search.cells;
  const places = search.places + ((<usize>radius) << 2);
  const none = f32x4.splat(Infinity);
  const limit = f32x4.splat(search.limit);
  for (let j = 0; j <= length; j++) {
    v128.store(cells + ((<usize>j) << 5), none);
    v128.store(cells + ((<usize>j) << 5), none, 16);
  }
  // After the last cell the cost is 0.
  const corner = cells + ((<usize>length) << 5);
  v128.store(corner, f32x4.splat(0));
  v128.store(corner, f32x4.splat(0), 16);
  for (let i = length - 1; i >= 0; i--) {
    const row = search.values + ((<usize>i) << 5);
    const gaps = search.gaps + ((<usize>i) << 5);
    const a = v128.load(row);
    const b = v128.load(row, 16);
    const high = min(length - 1, i + radius);
    const low = max(0, i - radius);
    let at = cells + ((<usize>high) << 5);
    let place = places + ((<usize>high) << 2);
    let acrossA = v128.load(at, 32);
    let acrossB = v128.load(at, 48);
    let besideA = none;
    let besideB = none;
    let leastA = none;
    let leastB = none;
    for (let j = high; j >= low; j--) {
      const q = v128.load_splat<f32>(place);
      const aboveA = v128.load(at);
      const aboveB = v128.load(at, 16);
      besideA = cell(squaredDifference(a, q), aboveA, acrossA, besideA);
      besideB = cell(squaredDifference(b, q), aboveB, acrossB, besideB);
      v128.store(at, besideA);
      v128.store(at, besideB, 16);
      leastA = f32x4.pmin(leastA, besideA);
      leastB = f32x4.pmin(leastB, besideB);
      acrossA = aboveA;
      acrossB = aboveB;
      at -= 32;
      place -= 4;
    }
    if (i == length - 1) {
      v128.store(corner, none);
      v128.store(corner, none, 16);
    }
    const open = v128.or(
      f32x4.le(f32x4.add(leastA, v128.load(gaps)), limit),
      f32x4.le(f32x4.add(leastB, v128.load(gaps, 16)), limit),
    );
    if (!v128.any_true(open)) return 0;
  }
  const passedA = i32x4.bitmask(f32x4.le(v128.load(cells), limit));
  return passedA | (i32x4.bitmask(f32x4.le(v128.load(cells, 16), limit)) << 4);
}

/** Warps candidates, and keeps those that may be among the nearest. */
function warpCandidates(search: Search, count: i32): void {
  repeatFirst(search, count);
  for (let i = 0; i < count; i += 8) {
    if (search.bound == 0 && search.boundStart < integer(search.starts, i)) return;
    place(search, i, 0);
    place(search, i + 4 < count ? i + 4 : i, 16);
    const left = count - i;
    let passed = sweep(search);
    if (left < 8) passed &= (1 << left) - 1;
    for (let k = 0; passed != 0; k++) {
      if (passed & 1) {
        hit(search, integer(search.starts, i + k), load<f32>(search.cells + ((<usize>k) << 2)));
      }
      passed >>= 1;
    }
  }
}

/** Looks at the candidates from `first` to `last`, those that are likely near before. */
function scan(search: Search, first: i32, last: i32): void {
  for (let block = first; block <= last; block += BLOCK) {
    if (search.bound == 0 && search.boundStart < block) return;
    const groups = compareEnds(search, block, min(block + BLOCK, last + 1));
    const count = compareEnvelope(search, compareSecond(search, groups, last));
    warpCandidates(search, count);
  }
}

/** The hit of lowest cost or bound, the earlier of equals; −1 where all are passed over. */
function lowestHit(search: Search): i32 {
  let cost = Infinity;
  let place = -1;
  for (let i = 0; i < search.hits; i++) {
    const other = double(search.hitCosts, i);
    if (other > cost || other == Infinity) continue;
    if (other < cost || integer(search.hitStarts, i) < integer(search.hitStarts, place)) {
      cost = other;
      place = i;
    }
  }
  return place;
}

/** Replaces the bound of a hit by its cost. */
function settle(search: Search, place: i32): f64 {
  const cost = settled(search, integer(search.hitStarts, place));
  store<f64>(search.hitCosts + ((<usize>place) << 3), cost);
  store<u8>(search.hitExact + <usize>place, 1);
  return cost;
}

/**
 * The hit of lowest cost, the earlier of equals; −1 where all are passed over. Thousands may be equally far,
 * as from a window with a single event: all that may be nearer than the one of lowest bound are settled in one
 * pass.
 */
function nearestHit(search: Search): i32 {
  let place = lowestHit(search);
  if (place < 0 || load<u8>(search.hitExact + <usize>place)) return place;
  let cost = settle(search, place);
  for (let i = 0; i < search.hits; i++) {
    const start = integer(search.hitStarts, i);
    let other = double(search.hitCosts, i);
    if (!before(other, start, cost, integer(search.hitStarts, place))) continue;
    if (!load<u8>(search.hitExact + <usize>i)) {
      other = settle(search, i);
      if (!before(other, start, cost, integer(search.hitStarts, place))) continue;
    }
    cost = other;
    place = i;
  }
  return place;
}

/** Forgets hits that are farther than the last that may be among the nearest turned out to be. */
function forgetFar(search: Search): void {
  let kept = 0;
  for (let i = 0; i < search.hits; i++) {
    const cost = double(search.hitCosts, i);
    const start = integer(search.hitStarts, i);
    if (before(search.bound, search.boundStart, cost, start)) continue;
    store<f64>(search.hitCosts + ((<usize>kept) << 3), cost);
    store<u8>(search.hitExact + <usize>kept, load<u8>(search.hitExact + <usize>i));
    store<i32>(search.hitStarts + ((<usize>kept) << 2), start);
    kept++;
  }
  search.hits = kept;
}

/** The nearest of all hits, the nearest of those that lie apart from it, and so on; −1 where there is none. */
function choose(search: Search, count: i32, starts: usize, costs: usize): void {
  forgetFar(search);
  for (let k = 0; k < count; k++) {
    const place = nearestHit(search);
    const start = place < 0 ? -1 : integer(search.hitStarts, place);
    store<i32>(starts + ((<usize>k) << 2), start);
    store<f64>(costs + ((<usize>k) << 3), place < 0 ? NaN : double(search.hitCosts, place));
    for (let i = 0; place >= 0 && i < search.hits; i++) {
      if (abs(integer(search.hitStarts, i) - start) < search.apart) {
        store<f64>(search.hitCosts + ((<usize>i) << 3), Infinity);
      }
    }
  }
}

/** Bytes of room that {@link neighbours} needs. */
export function neighbourRoom(windows: i32, length: i32, radius: i32, count: i32): usize {
  const n = <usize>length;
  const enough = <usize>count;
  const query = 8 * (5 * n + 18) + 4 * (3 * n + 2 * <usize>radius + 12);
  const eights = 32 * (3 * n + 1);
  const lists = 9 * <usize>(BLOCK + 8);
  return 256 + query + eights + lists + 16 * enough + 13 * (<usize>windows + enough) + 16 * 64;
}

@inline
function room(at: usize, bytes: usize): usize {
  return at + ((bytes + 63) & ~63);
}

/**
 * For the windows of rows `from` to `to` the nearest of those that start at least `gap` before: the
 * nearest, then the nearest of those that start at least `apart` from it, and so on; the earlier of equals.
 *
 * @param span     candidates looked at, the latest; all where it is not less than `windows`
 * @param series   [windows + length − 1] doubles
 * @param means    [windows] doubles, of the values of each window; NaN for those that match none
 * @param inverses [windows] doubles, one over their deviations
 * @param ends     [4 × windows] floats, the first two and last two values of each window, normalised;
 *                 three more are read, and count for nothing
 * @param bandFrom [length] the first column of each row in the band of the radius, as for `warp`
 * @param bandTo   [length] the last
 * @param work     of 16-byte alignment, {@link neighbourRoom} bytes
 * @param starts   [rows × count] 32-bit integers out, from row `from` on
 * @param costs    [rows × count] doubles out, squared distances
 */
export function neighbours(
  from: i32,
  to: i32,
  gap: i32,
  span: i32,
  windows: i32,
  length: i32,
  radius: i32,
  count: i32,
  apart: i32,
  series: usize,
  means: usize,
  inverses: usize,
  ends: usize,
  bandFrom: usize,
  bandTo: usize,
  work: usize,
  starts: usize,
  costs: usize,
): void {
  const search = changetype<Search>(work);
  search.length = length;
  search.radius = radius;
  search.apart = apart;
  search.windows = windows;
  search.series = series;
  search.means = means;
  search.inverses = inverses;
  search.ends = ends;
  search.from = bandFrom;
  search.to = bandTo;
  search.enough = count;
  const n = <usize>length;
  const enough = <usize>search.enough;
  search.query = work + 256;
  search.candidate = room(search.query, (n + 1) << 3);
  search.room = room(search.candidate, (n + 1) << 3);
  search.places = room(search.room, (3 * n + 16) << 3);
  search.upper = room(search.places, (n + 2 * <usize>radius + 4) << 2);
  search.lower = room(search.upper, (n + 4) << 2);
  search.values = room(search.lower, (n + 4) << 2);
  search.gaps = room(search.values, n << 5);
  search.cells = room(search.gaps, n << 5);
  search.groups = room(search.cells, (n + 1) << 5);
  search.starts = room(search.groups, <usize>BLOCK + 8);
  search.bounds = room(search.starts, (<usize>(BLOCK + 8)) << 2);
  search.apartCosts = room(search.bounds, (<usize>(BLOCK + 8)) << 2);
  search.apartStarts = room(search.apartCosts, enough << 3);
  const likely = room(search.apartStarts, enough << 2);
  search.hitCosts = room(likely, enough << 2);
  search.hitExact = room(search.hitCosts, (<usize>windows + enough) << 3);
  search.hitStarts = room(search.hitExact, <usize>windows + enough);
  search.found = 0;
  for (let row = from; row < to; row++) {
    const last = row - gap;
    const first = max(0, last - span + 1);
    // What was like the window one step before goes on being like it, mostly.
    const before = search.found;
    memory.copy(likely, search.apartStarts, (<usize>before) << 2);
    search.found = 0;
    search.hits = 0;
    search.bound = Infinity;
    search.boundStart = last + 1;
    search.limit = <f32>Infinity;
    if (last >= first && !isNaN(double(means, row))) {
      prepare(search, row);
      let count = 0;
      for (let i = 0; i < before; i++) {
        const start = integer(likely, i) + 1;
        if (start < first || isNaN(double(means, start))) continue;
        store<i32>(search.starts + ((<usize>count) << 2), start);
        count++;
      }
      warpCandidates(search, count);
      scan(search, first, last);
    }
    choose(search, count, starts, costs);
    starts += (<usize>count) << 2;
    costs += (<usize>count) << 3;
  }
}
