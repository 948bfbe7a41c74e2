import { Readable } from 'node:stream'
import { loadCatalog } from '@kiln/catalog'
import { listedPrice } from '@kiln/preflight'
import type { Tools } from '../command.ts'
import { connectApi } from '../api/connect-api.ts'
import { examine } from '../doctor/examine.ts'
import { askKie } from '../difference/ask-kie.ts'
import { hasCallback } from '../has-callback.ts'
import { languageOfLocale } from '../language.ts'
import { inkFor } from '../render/ink.ts'
import { runCli } from '../run-cli.ts'
import { writeFile } from '../write-file.ts'
import type { Run } from './run-kiln.ts'

const catalog = loadCatalog()
const ink = inkFor({ isTTY: false })

/** One call of `kiln` in this process: all of it but the reading of its arguments and the end of a process. */
export async function runHere(
  args: readonly string[],
  env: Record<string, string> = {},
  stdin = '',
  person: Partial<Tools> = {},
): Promise<Run> {
  const told = { out: '', err: '' }
  const into = (name: 'out' | 'err') => async (text: string) => {
    told[name] += text
    return true
  }
  const code = await runCli(args, {
    preflight: () => ({ catalog, priceJob: listedPrice, hasCallback: true }),
    hasCallback: () => hasCallback(env),
    askKie: (url, words) => askKie(env, url, words),
    examine: (url, language, words) => examine(env, url, language, words),
    connect: (url, language, words) => connectApi(env, url, language, words),
    writeFile,
    stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    out: into('out'),
    err: into('err'),
    ink,
    errInk: ink,
    columns: () => null,
    errColumns: () => null,
    interrupted: () => new AbortController().signal,
    ask: null,
    screen: null,
    now: () => performance.now(),
    localLanguage: languageOfLocale(env),
    ...person,
  })
  return { code, ...told }
}
