/** Chinese and Korean characters, their punctuation, and pictures: a terminal shows them twice as wide. */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u
/** Accents and joiners stand on the character before them. */
const NO_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d]/u

/** What stands beyond the sixteen bits is mostly wide; to take a character for wider than it is breaks nothing. */
function columnsOf(character: string): number {
  if (NO_WIDTH.test(character)) return 0
  return character.length > 1 || WIDE.test(character) ? 2 : 1
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += columnsOf(character)
  return width
}

/** As much of a text as so many columns hold; a cut is marked if asked for. */
export function cut(text: string, columns: number, mark = ''): string {
  if (widthOf(text) <= columns) return text
  const room = columns - mark.length
  if (room < 0) return ''
  let width = 0
  let kept = ''
  for (const character of text) {
    width += columnsOf(character)
    if (width > room) break
    kept += character
  }
  return kept + mark
}
