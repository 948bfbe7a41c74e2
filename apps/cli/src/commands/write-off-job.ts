import type { Command } from '../command.ts'
import { plain } from '../render/plain.ts'
import { ACT_OPTIONS, actOnJob } from './act-on-job.ts'

export const writeOffJob: Command = {
  name: 'write-off',
  takes: ['<id>'],
  words: ({ commands }) => commands['write-off'],
  options: ACT_OPTIONS,
  examples: ['kiln write-off job_6a5a9f38d38b8ee4f3e37edd'],
  run: ([id = ''], values, deps) =>
    actOnJob(
      (kiln) => kiln.writeOff(id),
      values,
      deps,
      (job) => deps.words.acts.writtenOff(plain(job.id)),
    ),
}
