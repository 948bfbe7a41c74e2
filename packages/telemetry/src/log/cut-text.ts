/** The beginning of a text, never ending in half a character. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const lastUnit = text.charCodeAt(maxLength - 1)
  const splitsPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff
  return `${text.slice(0, splitsPair ? maxLength - 1 : maxLength)}…`
}
