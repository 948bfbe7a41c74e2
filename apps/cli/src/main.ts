#!/usr/bin/env node
import { loadCatalog } from '@kiln/catalog'
import { listedPrice } from '@kiln/preflight'
import { askApi } from './api/ask-api.ts'
import { readApi } from './api/read-api.ts'
import { callApi } from './api/call-api.ts'
import { EXIT } from './command.ts'
import { hasCallback } from './has-callback.ts'
import { askKie } from './difference/ask-kie.ts'
import { languageOfLocale } from './language.ts'
import { inkFor } from './render/ink.ts'
import { runCli } from './run-cli.ts'
import { WORDS } from './words/words.ts'
import { writeFile } from './write-file.ts'
import { writeTo } from './write-to.ts'

const out = writeTo(process.stdout)
const err = writeTo(process.stderr)

const exit = await runCli(process.argv.slice(2), {
  // What the server is configured for is not known here: a job that needs a callback is warned of, not refused.
  preflight: () => ({ catalog: loadCatalog(), priceJob: listedPrice, hasCallback: true }),
  hasCallback: () => hasCallback(process.env),
  askKie: (url, words) => askKie(process.env, url, words),
  askApi: (url, model, words) => askApi(process.env, url, model, words),
  readApi: (asking, words) => readApi(process.env, asking, words),
  writeFile,
  callApi: (call, schema, language, words) => callApi(process.env, call, schema, language, words),
  stdin: process.stdin,
  out: out.write,
  err: err.write,
  ink: inkFor(process.stdout),
  errInk: inkFor(process.stderr),
  localLanguage: languageOfLocale(process.env),
})

const fault = out.fault()
if (fault !== null) {
  const { file } = WORDS[languageOfLocale(process.env)]
  await err.write(`${file.cannotWrite(fault.code ?? fault.message)}\n`)
}
process.exitCode = fault === null ? exit : EXIT.cannot
