import { TIMELINE_WORDS } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { html, type Html } from './html.ts'

/** A time as it reads on paper; nothing where there is none. */
export function time(at: string | null): Html {
  return at === null ? html`` : html`<time datetime="${at}">${at.replace('T', ' ').replace('Z', '')}</time>`
}

export const code = (text: string) => html`<code>${text}</code>`

/** What somebody else wrote: its reading direction is its own. */
export const quote = (text: string) => html`<bdi>${text}</bdi>`

export function duration(ms: number, language: Language): string {
  return TIMELINE_WORDS[language].duration(String(Math.round(ms / 10) / 100))
}

/** Names and their values, one below the other; what has no value is left out. */
export function facts(rows: readonly (readonly [name: string, value: Html | string | null])[]): Html {
  const shown = rows.filter(([, value]) => value !== null)
  return html`<table><tbody>${shown.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`,
  )}</tbody></table>`
}

export function table(columns: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  return html`<div class="wide"><table><thead><tr>${columns.map(
    (column) => html`<th scope="col">${column}</th>`,
  )}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`
}

/** Several things in one cell, each on its own line. */
export function lines(parts: readonly (Html | string)[]): Html {
  return html`${parts.map((part, i) => html`${i > 0 && html`<br>`}${part}`)}`
}
