import type { QuoteBatchBody } from '@kiln/contract'
import { unpack, type NumberedLine } from '@kiln/preflight'
import type { BatchJob, BatchSource } from '@kiln/sdk'
import type { Deps } from '../command.ts'
import { openJobsFile } from './open-file.ts'
import { readFile } from './read-file.ts'

export type OpenedBatch =
  | {
      ok: true
      /** To be sent. */
      take: () => Promise<BatchSource>
      /** What a document says beside its jobs. */
      about: Omit<QuoteBatchBody, 'jobs'>
      /** The jobs, to be looked at instead. */
      look: () => { lines: AsyncIterable<NumberedLine> } | { jobs: readonly unknown[] }
    }
  | { ok: false; fault: string; hint: string }

/** A batch as it lies in a file, or comes from standard input for `-`. */
export async function openBatch(
  path: string,
  { stdin, language, words }: Pick<Deps, 'stdin' | 'language' | 'words'>,
): Promise<OpenedBatch> {
  const opened = await openJobsFile(path, stdin, words)
  if (!opened.ok) return opened
  const bytes = remember(unpack(opened.source))
  const file = await readFile(bytes.read(), opened.name, language)
  if (!file.ok) return file
  if (file.kind === 'document') {
    const { jobs, ...about } = file.batch
    return { ok: true, take: async () => jobs as readonly BatchJob[], about, look: () => ({ jobs }) }
  }
  const take = async () => {
    // Of a stream there is only this one; a file is sent as it lies there, and may be sent again.
    if (path === '-') return bytes.fromBeginning()
    await bytes.close()
    return path
  }
  return { ok: true, take, about: {}, look: () => ({ lines: file.lines }) }
}

/** Bytes of which the first may be read to see what they are, and once more with all that comes after. */
function remember(source: AsyncGenerator<Uint8Array>) {
  const head: Uint8Array[] = []
  let isLooking = true
  return {
    async *read(): AsyncGenerator<Uint8Array, undefined> {
      for (let next = await source.next(); next.done !== true; next = await source.next()) {
        if (isLooking) head.push(next.value)
        yield next.value
      }
    },
    async *fromBeginning(): AsyncGenerator<Uint8Array, undefined> {
      isLooking = false
      yield* head.splice(0)
      yield* source
    },
    async close(): Promise<void> {
      await source.return(undefined)
    },
  }
}
