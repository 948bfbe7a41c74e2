import type { Language } from '@kiln/languages'
import { readGateCause, type GateCause } from '@kiln/ledger'
import { WORDS } from '../words/words.ts'

/** By this mark the command line and the runbooks know a ledger that went back in time, in every language. */
const ROLLED_BACK = 'rolledBack: '

/** Why a gate is closed, in words; what KIE said is told as it said it. */
export function tellCause(stored: string, language: Language): string {
  return tell(readGateCause(stored), language)
}

function tell(cause: GateCause, language: Language): string {
  const { causes } = WORDS[language].waiting
  switch (cause.kind) {
    case 'pausedBy':
      return causes.pausedBy(cause.by)
    case 'rolledBack':
      return ROLLED_BACK + causes.rolledBack(cause.missing)
    case 'forked':
    case 'otherLedger':
      return ROLLED_BACK + causes[cause.kind]
    case 'restarted':
    case 'notReached':
      return causes[cause.kind]
    case 'notOfKie':
      return causes.notOfKie(tell(cause.answer, language))
    case 'sickModel':
      return causes.sickModel(cause.bad, cause.all, cause.lastBy)
    case 'http':
      return cause.readable ? causes.notKie(cause.status) : causes.notReadable(cause.status)
    case 'said':
      return cause.text
  }
}
