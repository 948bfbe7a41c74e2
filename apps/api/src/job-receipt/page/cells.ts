import { TIMELINE_WORDS } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { markup, type Html } from './html.ts'

/** A time as it reads on paper; nothing where there is none. */
export function time(at: string | null): Html {
  return at === null
    ? markup``
    : markup`<time datetime="${at}">${at.replace('T', ' ').replace('Z', '')}</time>`
}

export const code = (text: string) => markup`<code>${text}</code>`

/** What somebody else wrote: its reading direction is its own. */
export const quote = (text: string) => markup`<bdi>${text}</bdi>`

export function duration(ms: number, language: Language): string {
  return TIMELINE_WORDS[language].duration(String(Math.round(ms / 10) / 100))
}

/** Names and their values, one below the other; what has no value is left out. */
export function facts(rows: readonly (readonly [name: string, value: Html | string | null])[]): Html {
  const shown = rows.filter(([, value]) => value !== null)
  return markup`<table><tbody>${shown.map(
    ([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`,
  )}</tbody></table>`
}

export function table(columns: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  return markup`<div class="wide"><table><thead><tr>${columns.map(
    (column) => markup`<th scope="col">${column}</th>`,
  )}</tr></thead>
<tbody>${rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`
}

/** Several things in one cell, each on its own line. */
export function lines(parts: readonly (Html | string)[]): Html {
  return markup`${parts.map((part, i) => markup`${i > 0 && markup`<br>`}${part}`)}`
}
