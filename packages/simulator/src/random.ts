import { createHash } from 'node:crypto'

/** A number in [0, 1) that depends on nothing but the seed and the labels. */
export type Draw = (...labels: readonly (string | number)[]) => number

/**
 * Draws are looked up by name, not taken in turn: how long task 7 runs does not depend on
 * how many other draws were made before it.
 */
export function seededDraw(seed: number): Draw {
  return (...labels) => {
    const digest = createHash('sha256')
      .update([seed, ...labels].join('\u0000'))
      .digest()
    return digest.readUIntBE(0, 6) / 2 ** 48
  }
}
