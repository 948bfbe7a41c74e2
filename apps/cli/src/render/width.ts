/** Chinese characters and their punctuation, which a terminal shows twice as wide. */
const WIDE = /[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/

/** Pictures, which stand beyond the sixteen bits, are wide too; to take one for wider than it is breaks nothing. */
const columnsOf = (character: string) => (character.length > 1 || WIDE.test(character) ? 2 : 1)

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
