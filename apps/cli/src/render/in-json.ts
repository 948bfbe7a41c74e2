/** Characters that JSON leaves as they are and a terminal may obey; escaped they mean the same to a program. */
const COMMANDING = /[\u007f-\u009f\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g

/** A whole answer for a program. */
export function inJson(view: object): string {
  const text = JSON.stringify(view, null, 2)
  return `${text.replaceAll(COMMANDING, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
