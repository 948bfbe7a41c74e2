import type { ReceiptView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { LIFECYCLE_WORDS } from '@kiln/lifecycle'
import { RECEIPT_WORDS } from '../words/words.ts'
import { attemptsTable } from './attempts-table.ts'
import { Html, markup } from './html.ts'
import { inputSection, jobTable, moneyTable, notKnownList, outcomeTable } from './sections.ts'
import { PAGE_POLICY, STYLE } from './style.ts'
import { timelineTable } from './timeline-table.ts'
import { waitsTable } from './waits-table.ts'

export { PAGE_POLICY }

/** The language as HTML names it. */
const HTML_LANGUAGE: Readonly<Record<Language, string>> = { en: 'en', ru: 'ru', zh: 'zh-Hans' }

/** A receipt as one file: no script, nothing to load, whoever opens it and wherever it is kept. */
export function renderPage(receipt: ReceiptView, language: Language): string {
  const words = RECEIPT_WORDS[language]
  const { state, id } = receipt.job
  const page = markup`<!doctype html>
<html lang="${HTML_LANGUAGE[language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${words.of(id)}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<h1>${words.of(id)}</h1>
<p class="state"><strong>${state}</strong> · ${LIFECYCLE_WORDS[language].states[state]}</p>
<p class="small">${words.madeAt(receipt.madeAt)}</p>
${section(words.sections.outcome, outcomeTable(receipt, language))}
${section(words.sections.notKnown, notKnownList(receipt, language))}
${section(words.sections.job, jobTable(receipt, words))}
${section(words.sections.money, moneyTable(receipt, words))}
${section(words.sections.attempts, attemptsTable(receipt, language))}
${section(words.sections.waits, waitsTable(receipt, language))}
${section(words.sections.timeline, timelineTable(receipt, language))}
${section(words.sections.input, inputSection(receipt, words, language))}
</body>
</html>
`
  return page.text
}

const section = (title: string, body: Html) => markup`<section><h2>${title}</h2>${body}</section>\n`
