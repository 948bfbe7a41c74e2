import type { FailureClass, KieWords } from '@kiln/lifecycle'
import { cleanText } from './clean-text.ts'
import { matches, splitClauses, wholeClause } from './clauses.ts'
import { endsInFieldFault, readFieldFault, saysCreditsShort } from './messages.ts'

const BEFORE = `(?:[a-z0-9'()/-]{1,30} ){0,10}`
const AFTER = `(?: [a-z0-9'()/-]{1,30}){0,12}`
const MEDIUM = `(?:(?:input|source|reference|given|first frame|last frame) )?(?:image|picture|video|audio|file|media|url|link)s?(?: (?:url|link|file)s?)?`

/** What a failed task says of itself, in the order in which it is believed. */
const FAILURE_WORDS: readonly (readonly [FailureClass, readonly RegExp[]])[] = [
  [
    'contentRefused',
    [
      `${BEFORE}flagged as (?:potentially )?(?:sensitive|nsfw|inappropriate|unsafe|harmful)${AFTER}`,
      `(?:(?:possible|potential) )?nsfw(?: (?:content|image|video|material))?(?: (?:is |was |has been )?(?:detected|found|not allowed))?${AFTER}`,
      `${BEFORE}(?:contains?|contained|detected|generated) nsfw${AFTER}`,
      `${BEFORE}(?:content|usage|safety|moderation) polic(?:y|ies)${AFTER}`,
      `${BEFORE}prohibited content${AFTER}`,
      `${BEFORE}sensitive (?:content|words?|information|material)${AFTER}`,
      `${BEFORE}content moderation${AFTER}`,
      `${BEFORE}could not generate (?:an? )?(?:image|video|audio|music)s? with the given prompt`,
      `[^\\u0000]{0,40}(?:敏感|违规|违禁)[^\\u0000]{0,40}`,
    ].map(wholeClause),
  ],
  [
    'inputUnreachable',
    [
      `(?:the )?${MEDIUM} (?:fetch|download|load|read)(?:ing)? (?:failed|error)`,
      `(?:the )?${MEDIUM} (?:is|are) (?:not accessible|inaccessible|unreachable|not reachable|not available)`,
      `(?:failed to|could not|cannot|can't|unable to) (?:fetch|download|load|access|read|open) (?:the )?${MEDIUM}[^\\u0000]{0,200}`,
    ].map(wholeClause),
  ],
  [
    'upstreamTimeout',
    [
      `(?:the )?(?:[a-z]{1,20} ){0,3}(?:timed out|time-?out)(?: (?:after|for|waiting|error)[a-z0-9 ]{0,60})?`,
    ].map(wholeClause),
  ],
  [
    'upstreamError',
    [
      `(?:an? |the )?(?:unknown )?(?:internal|server|system|service|upstream) (?:server )?(?:error|exception|failure|unavailable|busy)(?: occurred)?`,
      `(?:the )?(?:service|server|system) is (?:temporarily )?(?:unavailable|busy)`,
    ].map(wholeClause),
  ],
  [
    'generationFailed',
    [`(?:the )?(?:(?:image|video|audio|music|text|task) )?(?:generation|generate|task) (?:has )?failed`].map(
      wholeClause,
    ),
  ],
]

const CLASS_OF_FAIL_CODE = new Map<string, FailureClass>([
  ['400', 'invalidInput'],
  ['402', 'noCredits'],
  ['408', 'upstreamTimeout'],
  ['413', 'invalidInput'],
  ['422', 'invalidInput'],
  ['433', 'noCredits'],
  ['451', 'inputUnreachable'],
  ['500', 'upstreamError'],
])

/** Why a task failed: by `failMsg`, then by `failCode`, which is overloaded as every code of KIE's. */
export function readFailure(failCode: unknown, failMsg: unknown): { failure: FailureClass; words: KieWords } {
  const code = typeof failCode === 'number' ? String(failCode) : cleanText(failCode).slice(0, 32)
  const message = cleanText(failMsg)
  const words = { code: code || 'none', message: message || 'KIE gives no reason' }
  const said = typeof failMsg === 'string' ? failureSaid(failMsg) : null
  return { failure: said ?? CLASS_OF_FAIL_CODE.get(code) ?? 'generationFailed', words }
}

function failureSaid(message: string): FailureClass | null {
  if (saysCreditsShort(message)) return 'noCredits'
  const { first, rest } = splitClauses(message)
  // "Generation failed: content policy violation": the reason may stand in the second place.
  const clauses = [first, ...rest.slice(0, 1)].filter((clause) => !endsInFieldFault(clause))
  const found = FAILURE_WORDS.find(([, patterns]) => clauses.some((clause) => matches(patterns, clause)))
  if (found) return found[0]
  return readFieldFault(message) === null ? null : 'invalidInput'
}
