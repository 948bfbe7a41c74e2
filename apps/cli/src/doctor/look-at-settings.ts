import { isRealKie, type Settings } from '@kiln/config'
import { found, type Finding } from './findings.ts'

/** What KIE grants an account, as it says in its documentation. */
const KIE_GRANTS = { count: 20, windowMs: 10_000, text: '20/10s' }

export function lookAtSettings({ values, faults, warnings }: Settings): Finding[] {
  const findings = [
    ...faults.map((fault) => found('settingWrong', fault)),
    ...warnings.map((warning) => found('settingOdd', warning)),
    ...lookAtLimit(values),
  ]
  return findings.length > 0 ? findings : [found('settingsGood', {})]
}

/** An account may have been granted more: only its owner knows. */
function lookAtLimit({ KILN_SUBMIT_LIMIT: limit, KIE_BASE_URL: url }: Settings['values']): Finding[] {
  if (limit === undefined || url === undefined || !isRealKie(new URL(url).hostname)) return []
  const perMs = limit.count / limit.windowMs
  if (perMs <= KIE_GRANTS.count / KIE_GRANTS.windowMs && limit.count <= KIE_GRANTS.count) return []
  const told = `${limit.count}/${limit.windowMs / 1000}s`
  return [found('limitAboveKie', { limit: told, known: KIE_GRANTS.text })]
}
