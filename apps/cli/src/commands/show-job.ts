import type { Kiln } from '@kiln/sdk'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, textOf, type Command, type Deps, type Outcome, type Values } from '../command.ts'
import { renderJob } from '../render/job.ts'
import { plain } from '../render/plain.ts'
import { inJson } from '../render/in-json.ts'

export const showJob: Command = {
  name: 'job',
  takes: ['<id>'],
  words: ({ commands }) => commands.job,
  options: {
    receipt: { type: 'boolean' },
    'hide-input': { type: 'boolean' },
    out: { type: 'string', value: 'file' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln job job_6a5a9f38d38b8ee4f3e37edd --api http://127.0.0.1:3000',
    'kiln job job_6a5a9f38d38b8ee4f3e37edd --receipt --hide-input --out receipt.html',
  ],
  async run([id = ''], values, deps) {
    const { job } = deps.words
    const isOfReceipt = values['out'] !== undefined || values['hide-input'] === true
    if (values['receipt'] === true)
      return askKiln(values, deps, (kiln) => showReceipt(kiln, id, values, deps))
    if (isOfReceipt) return { exit: EXIT.cannot, fault: job.onlyOfReceipt, hint: job.addReceipt }
    return askKiln(values, deps, async (kiln, address) => {
      const [shown, timeline] = await Promise.all([kiln.job(id), kiln.timeline(id)])
      const whole = { ...shown, timeline: timeline.events }
      const json = inJson(whole)
      await deps.out(values['json'] === true ? json : renderJob(whole, address, deps))
      return { exit: EXIT.good }
    })
  },
}

/** The page as the API makes it; with --json what it is made of. */
async function showReceipt(kiln: Kiln, id: string, values: Values, deps: Deps): Promise<Outcome> {
  const { out, err, writeFile, words } = deps
  const hideInput = values['hide-input'] === true
  const text =
    values['json'] === true
      ? inJson(await kiln.receipt(id, { hideInput }))
      : await kiln.receipt(id, { format: 'html', hideInput })
  const path = textOf(values, 'out')
  if (path === undefined) {
    await out(text)
    return { exit: EXIT.good }
  }
  const fault = await writeFile(path, text)
  if (fault !== null) {
    return { exit: EXIT.cannot, fault: words.job.cannotWrite(plain(path), fault), hint: words.job.nameFile }
  }
  await err(`${words.job.written(plain(path))}\n`)
  return { exit: EXIT.good }
}
