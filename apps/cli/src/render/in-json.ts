/** Characters that JSON leaves as they are and a terminal may obey; escaped they mean the same to a program. */
const COMMANDING = /[\u007f-\u009f\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g

const escaped = (text: string) =>
  text.replaceAll(COMMANDING, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A whole answer for a program. */
export function inJson(view: object): string {
  return `${escaped(JSON.stringify(view, null, 2))}\n`
}

/** One row of many, on a line of its own. */
export function inJsonLine(row: object): string {
  return `${escaped(JSON.stringify(row))}\n`
}
