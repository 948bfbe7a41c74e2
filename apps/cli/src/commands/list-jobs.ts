import type { JobFilter, JobView, Kiln } from '@kiln/sdk'
import { API_OPTION, askKiln } from '../api/ask-kiln.ts'
import { EXIT, JSON_OPTION, type Command } from '../command.ts'
import { readCount, readFilters } from '../filters/read-filters.ts'
import { inJson } from '../render/in-json.ts'
import { renderJobs } from '../render/jobs.ts'

const SHOWN = 50
/** Beyond this a list is no list for a person, and a batch has its results. */
const MOST = 10_000
const PAGE = 200

const FILTERS = {
  state: 'state',
  model: 'text',
  failure: 'class',
  batch: 'text',
  'custom-id': 'text',
  cause: 'text',
  since: 'moment',
  until: 'moment',
} as const

export const listJobs: Command = {
  name: 'jobs',
  takes: [],
  words: ({ commands }) => commands.jobs,
  options: {
    state: { type: 'string', value: 'state' },
    model: { type: 'string', value: 'model' },
    failure: { type: 'string', value: 'class' },
    batch: { type: 'string', value: 'id' },
    'custom-id': { type: 'string', value: 'id' },
    cause: { type: 'string', value: 'group' },
    since: { type: 'string', value: 'time' },
    until: { type: 'string', value: 'time' },
    limit: { type: 'string', value: 'number' },
    all: { type: 'boolean' },
    api: API_OPTION,
    json: JSON_OPTION,
  },
  examples: [
    'kiln jobs --state running',
    'kiln jobs --cause cause_6a5a9f38d38b8ee4 --limit 10',
    'kiln jobs --all --json',
  ],
  async run(_positionals, values, deps) {
    const { words } = deps
    const read = readFilters(FILTERS, values, words)
    if (!read.ok) return { exit: EXIT.cannot, fault: read.fault, hint: read.hint }
    const limit = readCount(values, 'limit', 1, words)
    if (!limit.ok) return { exit: EXIT.cannot, fault: limit.fault, hint: limit.hint }
    const isAll = values['all'] === true
    const most = Math.min(MOST, isAll ? MOST : (limit.value ?? SHOWN))
    const { 'custom-id': customId, ...filter } = read.filter
    return askKiln(values, deps, async (kiln) => {
      const found = await collect(kiln, { ...filter, ...(customId !== undefined && { customId }) }, most)
      const { out, err, ink } = deps
      const told = { jobs: found.jobs, columns: deps.columns() }
      await out(values['json'] === true ? inJson({ jobs: found.jobs }) : renderJobs(told, ink, words))
      if (found.hasMore)
        await err(`${most === MOST ? words.jobs.cutOff(MOST) : words.jobs.more(most, MOST)}\n`)
      return { exit: EXIT.good }
    })
  },
}

/** The newest, page after page; one more is looked for, to say that there are more. */
async function collect(kiln: Kiln, filter: JobFilter, most: number) {
  const jobs: JobView[] = []
  for await (const job of kiln.jobs({ ...filter, limit: Math.min(PAGE, most + 1) })) {
    if (jobs.length === most) return { jobs, hasMore: true }
    jobs.push(job)
  }
  return { jobs, hasMore: false }
}
