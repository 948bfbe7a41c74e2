/** What is left of a message is at most so long. */
export const CAUSE_CHARACTERS_MAX = 160
/** KIE's messages are cut long before; whoever calls this with more pays for no more. */
const READ_MAX = 2_000

const A_TEXT = '<text>'
const A_LINK = '<url>'
const A_NUMBER = '#'

// Each pattern stops at what begins it, so that no hostile text is looked through twice.
const LINKS = /\b(?:https?|wss?|ftps?|s3|gs|data|blob|file):[!#-&(-~]+/gi
const QUOTED =
  /"[^"]*"|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])|“[^“”]*”|‘[^‘’]*’|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』|《[^《》]*》/gu
const ADDRESSES = /(?<![!-~])[!-~]+/g
const NAMES = /[A-Za-z0-9_-]+/g
const DIGITS = /\p{N}+/gu
const NUMBERS_IN_A_ROW = /#(?:[ .,:/+-]?#)*/g
const NOT_SHOWN = /[\p{C}\p{Z}\s]+/gu

/** A word of one alphabet longer than this is an id, not a word. */
const LONGEST_WORD = 24
const HEX_WORD = /^[a-f]{8,}$/i

function isId(name: string): boolean {
  if (/[0-9]/.test(name)) return true
  return HEX_WORD.test(name) || name.split(/[-_]/).some((part) => part.length > LONGEST_WORD)
}

/**
 * What two messages of one cause have in common: numbers, ids, links, addresses and quoted text are folded
 * away. Takes text of anybody in any language, in time that grows with its length alone.
 */
export function normaliseMessage(message: string): string {
  const folded = message
    .slice(0, READ_MAX)
    .toWellFormed()
    .replaceAll(NOT_SHOWN, ' ')
    .replaceAll(LINKS, A_LINK)
    .replaceAll(QUOTED, A_TEXT)
    .replaceAll(ADDRESSES, (word) => (word.includes('@') ? A_NUMBER : word))
    .replaceAll(NAMES, (name) => (isId(name) ? A_NUMBER : name))
    .replaceAll(DIGITS, A_NUMBER)
    .replaceAll(NUMBERS_IN_A_ROW, A_NUMBER)
    .toLowerCase()
    .trim()
  return Array.from(folded)
    .slice(0, CAUSE_CHARACTERS_MAX)
    .join('')
    .slice(0, CAUSE_CHARACTERS_MAX)
    .toWellFormed()
    .trim()
}
