import type { Command } from '../command.ts'
import { plain } from '../render/plain.ts'
import { ACT_OPTIONS, actOnJob } from './act-on-job.ts'

export const bindTask: Command = {
  name: 'bind',
  takes: ['<id>', '<taskId>'],
  words: ({ commands }) => commands.bind,
  options: ACT_OPTIONS,
  examples: ['kiln bind job_6a5a9f38d38b8ee4f3e37edd c7a2850a412d4b2082007c30ed240cf2'],
  run: ([id = '', taskId = ''], values, deps) =>
    actOnJob(
      (kiln) => kiln.bind(id, taskId),
      values,
      deps,
      (job) => deps.words.acts.bound(plain(job.id), job.state),
    ),
}
