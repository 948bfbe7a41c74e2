import type { JobView } from '@kiln/sdk'
import { askKiln } from '../api/ask-kiln.ts'
import { EXIT, type Command } from '../command.ts'
import { renderParked } from '../render/parked.ts'
import { ACT_OPTIONS } from './act-on-job.ts'
import { inJson } from '../render/in-json.ts'

const PAGE = 200

export const listParked: Command = {
  name: 'parked',
  takes: [],
  words: ({ commands }) => commands.parked,
  options: ACT_OPTIONS,
  examples: ['kiln parked', 'kiln parked --json'],
  run: (_positionals, values, deps) =>
    askKiln(values, deps, async (kiln) => {
      const { out, ink, words } = deps
      const jobs: JobView[] = []
      for await (const job of kiln.jobs({ state: 'parked', limit: PAGE })) jobs.push(job)
      const asJson = values['json'] === true
      await out(asJson ? inJson({ jobs }) : renderParked(jobs, ink, words))
      return { exit: EXIT.good }
    }),
}
