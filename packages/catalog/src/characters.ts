import { MAX_ECHO_CHARACTERS } from './limits.ts'

/** Characters as people and JSON Schema count them: a pair of surrogates is one. */
export function countCharacters(text: string): number {
  let count = text.length
  for (let at = 0; at < text.length - 1; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
      count--
      at++
    }
  }
  return count
}

/** A text as an error may repeat it: quoted, escaped and cut. */
export function echo(text: string): string {
  if (text.length <= MAX_ECHO_CHARACTERS) return JSON.stringify(text)
  const isCutInPair = isHigh(text.charCodeAt(MAX_ECHO_CHARACTERS - 1))
  return JSON.stringify(`${text.slice(0, MAX_ECHO_CHARACTERS - (isCutInPair ? 1 : 0))}…`)
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
