#!/usr/bin/env node
import { loadCatalog } from '@kiln/catalog'
import { listedPrice } from '@kiln/preflight'
import { askKie } from './difference/ask-kie.ts'
import { languageOfLocale } from './language.ts'
import { inkFor } from './render/ink.ts'
import { runCli } from './run-cli.ts'
import { writeTo } from './write-to.ts'

// Whoever reads us may have seen enough, as `head` does: that is no fault, and nothing is left to do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCli(process.argv.slice(2), {
  // What the server is configured for is not known here.
  preflight: () => ({ catalog: loadCatalog(), priceJob: listedPrice, hasCallback: true }),
  askKie: (url, words) => askKie(process.env, url, words),
  stdin: process.stdin,
  out: writeTo(process.stdout),
  err: writeTo(process.stderr),
  ink: inkFor(process.stdout),
  errInk: inkFor(process.stderr),
  localLanguage: languageOfLocale(process.env),
})
