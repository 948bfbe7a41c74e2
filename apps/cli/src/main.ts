#!/usr/bin/env node
import { loadCatalog } from '@kiln/catalog'
import { listedPrice } from '@kiln/preflight'
import { askPerson } from './ask-person.ts'
import { connectApi } from './api/connect-api.ts'
import { EXIT } from './command.ts'
import { hasCallback } from './has-callback.ts'
import { examine } from './doctor/examine.ts'
import { askKie } from './difference/ask-kie.ts'
import { languageOfLocale } from './language.ts'
import { inkFor } from './render/ink.ts'
import { runCli } from './run-cli.ts'
import { openScreen } from './top/screen.ts'
import { WORDS } from './words/words.ts'
import { writeFile } from './write-file.ts'
import { writeTo } from './write-to.ts'

const out = writeTo(process.stdout)
const err = writeTo(process.stderr)

/** The second Ctrl-C ends the program as it always does. */
function interrupted(): AbortSignal {
  const control = new AbortController()
  process.once('SIGINT', () => control.abort())
  return control.signal
}

const exit = await runCli(process.argv.slice(2), {
  // What the server is configured for is not known here: a job that needs a callback is warned of, not refused.
  preflight: () => ({ catalog: loadCatalog(), priceJob: listedPrice, hasCallback: true }),
  hasCallback: () => hasCallback(process.env),
  askKie: (url, words) => askKie(process.env, url, words),
  examine: (url, language, words) => examine(process.env, url, language, words),
  connect: (url, language, words) => connectApi(process.env, url, language, words),
  writeFile,
  stdin: process.stdin,
  out: out.write,
  err: err.write,
  ink: inkFor(process.stdout),
  errInk: inkFor(process.stderr),
  columns: () => (process.stdout.isTTY ? process.stdout.columns : null),
  errColumns: () => (process.stderr.isTTY ? process.stderr.columns : null),
  interrupted,
  ask: askPerson(process.stdin, process.stderr),
  screen: openScreen(process.stdin, process.stdout),
  now: () => performance.now(),
  localLanguage: languageOfLocale(process.env),
})

const fault = out.fault()
if (fault !== null) {
  const { file } = WORDS[languageOfLocale(process.env)]
  await err.write(`${file.cannotWrite(fault.code ?? fault.message)}\n`)
}
process.exitCode = fault === null ? exit : EXIT.cannot
