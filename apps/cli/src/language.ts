import { type Language, LANGUAGES } from '@kiln/languages'

type Reading = { rest: string[] } & ({ ok: true; language: Language } | { ok: false; got: string })

const OPTION = '--lang'

/** Takes `--lang` out of what was typed, wherever it stands: even a fault is told in the language asked for. */
export function readLanguage(argv: readonly string[], fallback: Language): Reading {
  const rest: string[] = []
  let got: string | undefined
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    // Behind `--` stand names of files.
    if (word === '--') {
      rest.push(...argv.slice(at))
      break
    }
    if (word === OPTION) got = argv[++at] ?? ''
    else if (word.startsWith(`${OPTION}=`)) got = word.slice(OPTION.length + 1)
    else rest.push(word)
  }
  if (got === undefined) return { ok: true, language: fallback, rest }
  const language = LANGUAGES.find((one) => one === got)
  return language === undefined ? { ok: false, got, rest } : { ok: true, language, rest }
}

/** By the locale of the environment, as POSIX ranks its variables: `ru_RU.UTF-8`. */
export function languageOfLocale(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  const [name] = locale.toLowerCase().split(/[_.@-]/, 1)
  return LANGUAGES.find((one) => one === name) ?? LANGUAGES[0]
}
