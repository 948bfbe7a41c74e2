import type { Problem } from '@kiln/contract'
import type { Words } from '../words/words.ts'
import { plain } from './plain.ts'

/** Why the API would not, and what to do about it. */
export function renderRefusal({ title, detail, confirm, errors }: Problem, words: Words) {
  const { acts } = words
  const fault = plain(words.both(words.sentence(title), detail))
  if (confirm !== undefined) {
    const { attempts, taskId, kieSays } = confirm.evidence
    const known = acts.evidence(attempts, plain(taskId ?? acts.noTask), plain(kieSays ?? acts.notAsked))
    return { fault: words.both(fault, known), hint: acts.confirm }
  }
  const hints = (errors ?? []).flatMap(({ hint }) => (hint === null ? [] : [plain(hint)]))
  return { fault, hint: hints[0] ?? acts.lookAgain }
}
