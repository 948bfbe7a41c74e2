import { ENGLISH } from './words/english.ts'
import type { Words } from './words/words.ts'

/** What a schema asks for beyond a type and its bounds. The name stands in its message, and is told in words. */
type Form = keyof Words['forms']

/** The message of a schema: a name of a form that every language has words for. */
export function form(name: Form): string {
  return name
}

export function isForm(message: string): message is Form {
  return Object.hasOwn(ENGLISH.forms, message)
}
