import { randomBytes as fromSystem } from "node:crypto";

/** So many are taken from the system at once: asking for them takes longer than the bytes do. */
const POOL_BYTES = 4096;

let pool = Buffer.alloc(0);

/** Bytes that nobody can foretell and that nobody else is given. */
export function randomBytes(size: number): Buffer {
  if (size > pool.length) pool = fromSystem(Math.max(size, POOL_BYTES));
  const taken = pool.subarray(0, size);
  pool = pool.subarray(size);
  return taken;
}
