import { jobPageSchema, type JobView } from '@kiln/contract'
import { EXIT, textOf, type Command } from '../command.ts'
import { renderParked } from '../render/parked.ts'
import { renderRefusal } from '../render/refusal.ts'
import { ACT_OPTIONS } from './act-on-job.ts'

const PAGE = 200

export const listParked: Command = {
  name: 'parked',
  takes: [],
  words: ({ commands }) => commands.parked,
  options: ACT_OPTIONS,
  examples: ['kiln parked', 'kiln parked --json'],
  async run(_positionals, values, { callApi, out, ink, language, words }) {
    const jobs: JobView[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const path = `/v1/jobs?state=parked&limit=${PAGE}${query}`
      const asked = { method: 'GET' as const, path, url: textOf(values, 'api') }
      const answer = await callApi(asked, jobPageSchema, language, words)
      if (!answer.ok) {
        const told = answer.kind === 'cannot' ? answer : renderRefusal(answer.problem, words)
        return { exit: EXIT.cannot, fault: told.fault, hint: told.hint }
      }
      jobs.push(...answer.body.jobs)
      cursor = answer.body.nextCursor
    } while (cursor !== null)
    await out(
      values['json'] === true ? `${JSON.stringify({ jobs }, null, 2)}\n` : renderParked(jobs, ink, words),
    )
    return { exit: EXIT.good }
  },
}
