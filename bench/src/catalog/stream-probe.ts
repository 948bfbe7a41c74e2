import { loadCatalog } from '@kiln/catalog'
import { createAdder, createLineJudge, listedPrice } from '@kiln/preflight'
import { memoryNow, type Memory } from '../memory.ts'
import { startWatch } from '../stopwatch.ts'
import { badAmong, mixedLines } from './mixed-lines.ts'

export interface Stream {
  ms: number
  cpuMs: number
  start: Memory
  /** After a tenth: every model has been met. */
  tenth: Memory
  middle: Memory
  end: Memory
}

const [, , lines = '1'] = process.argv
const count = Number(lines)
const judge = createLineJudge({ catalog: loadCatalog(), priceJob: listedPrice, hasCallback: true }, 'en')
const adder = createAdder()
const stream = mixedLines(count)
let line = 0
const total = { ms: 0, cpuMs: 0 }

const measured = { start: memoryNow(), tenth: readTo(0.1), middle: readTo(0.5), end: readTo(1) }
const { invalid } = adder.total().counts
if (line !== count || invalid !== badAmong(count)) throw new Error(`${invalid} of ${line} lines were bad`)
process.stdout.write(JSON.stringify({ ...total, ...measured } satisfies Stream))

/** Reads on to a part of the whole. What the measuring itself takes is not counted. */
function readTo(part: number): Memory {
  const until = Math.ceil(count * part)
  const elapsed = startWatch()
  while (line < until) {
    const next = stream.next()
    if (next.done === true) break
    line += 1
    adder.add(judge(JSON.parse(next.value), line))
  }
  const { ms, cpuMs } = elapsed()
  total.ms += ms
  total.cpuMs += cpuMs
  return memoryNow()
}
