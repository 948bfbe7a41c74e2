import { jobViewSchema, timelineSchema } from '@kiln/contract'
import { EXIT, JSON_OPTION, textOf, type Command, type Deps, type Values } from '../command.ts'
import { renderJob } from '../render/job.ts'
import { plain } from '../render/plain.ts'

type Outcome = Awaited<ReturnType<Command['run']>>

export const showJob: Command = {
  name: 'job',
  takes: ['<id>'],
  words: ({ commands }) => commands.job,
  options: {
    receipt: { type: 'boolean' },
    'hide-input': { type: 'boolean' },
    out: { type: 'string', value: 'file' },
    api: { type: 'string', value: 'url' },
    json: JSON_OPTION,
  },
  examples: [
    'kiln job job_6a5a9f38d38b8ee4f3e37edd --api http://127.0.0.1:3000',
    'kiln job job_6a5a9f38d38b8ee4f3e37edd --receipt --hide-input --out receipt.html',
  ],
  async run([id = ''], values, deps) {
    const { job } = deps.words
    const isOfReceipt = values['out'] !== undefined || values['hide-input'] === true
    if (values['receipt'] === true) return showReceipt(id, values, deps)
    if (isOfReceipt) return { exit: EXIT.cannot, fault: job.onlyOfReceipt, hint: job.addReceipt }
    return tellJob(id, values, deps)
  },
}

async function tellJob(id: string, values: Values, deps: Deps): Promise<Outcome> {
  const path = pathOf(id)
  const [shown, told] = await Promise.all([ask(path, values, deps), ask(`${path}/events`, values, deps)])
  if (!shown.ok) return refusal(id, shown, deps)
  if (!told.ok) return refusal(id, told, deps)
  const job = jobViewSchema.safeParse(parse(shown.text))
  const timeline = timelineSchema.safeParse(parse(told.text))
  if (!job.success || !timeline.success) {
    const { schedule } = deps.words
    return { exit: EXIT.cannot, fault: schedule.noKiln(shown.address.host), hint: schedule.giveAddress }
  }
  const whole = { ...job.data, timeline: timeline.data.events }
  const json = `${JSON.stringify(whole, null, 2)}\n`
  await deps.out(values['json'] === true ? json : renderJob(whole, shown.address, deps))
  return { exit: EXIT.good }
}

/** The page as the API makes it; with --json what it is made of. */
async function showReceipt(id: string, values: Values, deps: Deps): Promise<Outcome> {
  const format = values['json'] === true ? 'json' : 'html'
  const input = values['hide-input'] === true ? '&input=hidden' : ''
  const answer = await ask(`${pathOf(id)}/receipt?format=${format}${input}`, values, deps)
  if (!answer.ok) return refusal(id, answer, deps)
  const path = textOf(values, 'out')
  if (path === undefined) {
    await deps.out(answer.text)
    return { exit: EXIT.good }
  }
  const fault = await deps.writeFile(path, answer.text)
  if (fault === null) await deps.err(`${deps.words.job.written(plain(path))}\n`)
  return fault === null
    ? { exit: EXIT.good }
    : {
        exit: EXIT.cannot,
        fault: deps.words.job.cannotWrite(plain(path), fault),
        hint: deps.words.job.nameFile,
      }
}

const pathOf = (id: string) => `/v1/jobs/${encodeURIComponent(id)}`

function ask(path: string, values: Values, { readApi, language, words }: Deps) {
  const accept = 'application/json, text/html;q=0.5'
  return readApi({ url: textOf(values, 'api'), path, accept, language }, words)
}

type Refused = Extract<Awaited<ReturnType<typeof ask>>, { ok: false }>

function refusal(id: string, { missing, fault, hint }: Refused, { words }: Deps): Outcome {
  return missing
    ? { exit: EXIT.bad, fault: words.job.unknown(plain(id)), hint: plain(hint) }
    : { exit: EXIT.cannot, fault: plain(fault), hint: plain(hint) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
