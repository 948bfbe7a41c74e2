import { cutText } from './cut-text.ts'

export interface InputPreview {
  inputKeys: string[]
  inputPreview: Record<string, unknown>
}

/** A choice out of a list: `high`, `16:9`, `1024x1024`, `nano-banana/edit`. */
const CHOICE = /^[\w.:+%/-]{1,40}$/

/** Fields that hold people's words, even when it is a single one. */
const FREE_TEXT_NAME = /prompt|text|lyric|script|caption|content|message|description|title/i

const MAX_TEXT_LENGTH = 40
const MAX_FIELDS = 30
const MAX_ITEMS = 3
const MAX_DEPTH = 3

/** What the log may show of a job's input: enough to recognise it, not what people wrote or sent. */
export function previewInput(
  input: Record<string, unknown>,
  { logPrompts }: { logPrompts: boolean },
): InputPreview {
  return {
    inputKeys: Object.keys(input)
      .slice(0, MAX_FIELDS)
      .map((name) => cutText(name, MAX_TEXT_LENGTH)),
    inputPreview: previewFields(input, logPrompts, 1),
  }
}

function previewFields(fields: object, logPrompts: boolean, depth: number): Record<string, unknown> {
  const shown = Object.entries(fields).slice(0, MAX_FIELDS)
  return Object.fromEntries(
    shown.map(([name, value]) => [
      cutText(name, MAX_TEXT_LENGTH),
      previewValue(name, value, logPrompts, depth),
    ]),
  )
}

function previewValue(name: string, value: unknown, logPrompts: boolean, depth: number): unknown {
  if (typeof value === 'string') return previewText(name, value, logPrompts)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? `[${value.length} items]` : '[object]'
  if (!Array.isArray(value)) return previewFields(value, logPrompts, depth + 1)
  const items = value.slice(0, MAX_ITEMS).map((item) => previewValue(name, item, logPrompts, depth + 1))
  return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items
}

function previewText(name: string, text: string, logPrompts: boolean): string {
  // The path and the query of a URL may be a signed link to somebody's picture.
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return `${new URL(text).origin}/…`
  if (CHOICE.test(text) && !FREE_TEXT_NAME.test(name)) return text
  return logPrompts && !text.startsWith('data:')
    ? cutText(text, MAX_TEXT_LENGTH)
    : `[${text.length} characters]`
}
