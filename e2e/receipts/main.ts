import { mkdirSync, writeFileSync } from 'node:fs'
import { makeReceipts, startReceiptStack, type MadeReceipt } from './run-kinds.ts'

/** Every kind of end as a page under docs/receipts, out of real processes; one of them in each language. */
const folder = new URL('../../docs/receipts/', import.meta.url)
const IN_EACH_LANGUAGE = 'parked-no-answer'

function write({ kind, pages }: MadeReceipt): void {
  const languages = kind.name === IN_EACH_LANGUAGE ? Object.keys(pages) : ['en']
  for (const language of languages) {
    const suffix = language === 'en' ? '' : `.${language}`
    writeFileSync(new URL(`${kind.name}${suffix}.html`, folder), pages[language]!)
  }
}

const stack = await startReceiptStack()
try {
  const made = await makeReceipts(stack, ['en', 'ru', 'zh'])
  mkdirSync(folder, { recursive: true })
  for (const one of made) write(one)
  process.stdout.write(`${made.length} kinds of end, in docs/receipts\n`)
} finally {
  await stack.stop()
}
