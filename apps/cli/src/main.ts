#!/usr/bin/env node
import { loadCatalog } from '@kiln/catalog'
import { listedPrice } from '@kiln/preflight'
import { askApi } from './api/ask-api.ts'
import { askKie } from './difference/ask-kie.ts'
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
  askKie: (url) => askKie(process.env, url),
  askApi: (url, model) => askApi(process.env, url, model),
  stdin: process.stdin,
  out: writeTo(process.stdout),
  err: writeTo(process.stderr),
  ink: inkFor(process.stdout),
  errInk: inkFor(process.stderr),
})
