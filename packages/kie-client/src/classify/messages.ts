import { isName, matches, splitClauses, wholeClause, type Clauses } from './clauses.ts'

/*
 * KIE's codes are overloaded, so its words are read first. Messages echo text of the caller ("Prompt
 * '…' is not supported"), and a prompt must not decide what happens to the account: quotations are
 * taken out, and every pattern spans a whole clause. Repeats are bounded and never nested over the
 * same characters, so that no message takes long to match.
 */

const PURPOSE = '(?: (?:to|for) [a-z ]{1,60})?'
const CREDITS_SHORT = [
  `(?:the |your )?(?:current |account |available |remaining ){0,2}(?:credits?|balance)(?: balance)? (?:is |are )?(?:insufficient|not enough|too low|exhausted|used up)${PURPOSE}`,
  `(?:your )?(?:current |account ){0,2}balance isn't enough${PURPOSE}`,
  `insufficient (?:account |credit ){0,2}(?:credits?|balance)${PURPOSE}`,
  `(?:you (?:don't|do not) have enough|you have (?:no|insufficient)|not enough|no) (?:credits?|balance)(?: left| remaining)?${PURPOSE}`,
  `(?:please )?top up(?: your (?:account|balance|credits))?`,
  `(?:您的|账户|账号|当前){0,3}(?:余额|积分|点数|额度)不足`,
].map(wholeClause)

const CALLED_TOO_OFTEN = [
  `(?:your )?call frequency (?:is )?too high`,
  `(?:您的)?(?:调用|请求)(?:频率)?(?:过高|过快|过于频繁)`,
].map(wholeClause)

/** What may follow the complaint without changing what it is about. */
const AFTERWORDS = [
  `(?:please |kindly )?(?:top up|recharge|add|buy|purchase|upgrade|try|retry|wait|contact|check|visit)(?: [a-z]{1,20}){0,10}`,
  `(?:your )?(?:current |account |remaining |available |required |needed ){0,2}(?:balance|credits?|required|needed|available)?(?: is)?(?: ?[\\d.]{1,12})?(?: credits?)?`,
  `请[^\\u0000]{1,40}`,
].map(wholeClause)

const NAME = `[a-z_][\\w.[\\]-]{0,63}`
/** A field as it is talked about; the mask stands for a quoted value. */
const SUBJECT = `(?<subject>${NAME}(?: (?:${NAME}|\\u0000)){0,3})`
const FAULT =
  `(?:(?:is|are) (?:required|missing|empty|invalid|not valid|not supported|unsupported|not allowed|not within the range of allowed options)` +
  `|(?:cannot|can't|can not|must not|should not) be (?:empty|blank|null)` +
  `|must (?:be|not be|have|contain) [^\\u0000]{1,200})`
const CIRCUMSTANCE = `(?: (?:for|when|if|in|with|by|on|unless) [^\\u0000]{1,200})?`
const FIELD_FAULTS = [
  `${SUBJECT} ${FAULT}${CIRCUMSTANCE}`,
  `the (?<subject>model)(?: name)? you specified ${FAULT}${CIRCUMSTANCE}`,
  `(?:invalid|missing|unsupported|unknown) ${SUBJECT}`,
  `(?:参数|字段)? ?(?<subject>${NAME}) ?(?:参数|字段)? ?(?:不能为空|不支持|无效)`,
  `(?:参数|字段|提示词|图片|图像)?不能为空`,
].map(wholeClause)

/** However a clause begins, with this end it complains about a field. */
const FAULT_END = new RegExp(` (?:${FAULT})$`, 'i')

/** Words around a field's name that are not the name. */
const SURROUNDINGS =
  /^(?:the|this|that|a|an|your|input|field|parameter|param|argument|value|required|of|for|is|request|body|please|error)$/i

export function saysCreditsShort(message: string): boolean {
  return isAbout(CREDITS_SHORT, splitClauses(message))
}

export function saysCalledTooOften(message: string): boolean {
  return isAbout(CALLED_TOO_OFTEN, splitClauses(message))
}

/** Whether the message complains about a field, and about which where it names exactly one. */
export function readFieldFault(message: string): { field: string | null } | null {
  const { first, rest, label } = splitClauses(message)
  const fault = faultIn(first)
  if (fault !== null) return { field: fault.field ?? nameAfter(rest) }
  const second = label === null ? null : faultIn(rest[0] ?? '')
  return second === null ? null : { field: second.field ?? label }
}

/** True when the complaint matches and nothing around it turns it into another one. */
function isAbout(patterns: readonly RegExp[], { first, rest }: Clauses): boolean {
  const known = [...patterns, ...AFTERWORDS]
  return (
    matches(patterns, first) &&
    rest.every((clause) => matches(known, clause)) &&
    ![first, ...rest].some((clause) => endsInFieldFault(clause))
  )
}

export function endsInFieldFault(clause: string): boolean {
  return FAULT_END.test(clause)
}

function faultIn(clause: string): { field: string | null } | null {
  for (const pattern of FIELD_FAULTS) {
    const found = pattern.exec(clause)
    if (found) return { field: found.groups?.subject ? fieldNameIn(found.groups.subject) : null }
  }
  return null
}

function fieldNameIn(subject: string): string | null {
  const words = subject.split(' ').filter((word) => word !== '\u0000' && !SURROUNDINGS.test(word))
  return words.length === 1 ? (words[0] ?? null) : null
}

/** "Invalid parameter: aspect_ratio" */
function nameAfter(rest: readonly string[]): string | null {
  const [only = ''] = rest.length === 1 ? rest : []
  return isName(only) && !SURROUNDINGS.test(only) ? only : null
}
