import type { Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import type { Round, Seen } from './measure-intake.ts'

type Read = (round: Round) => number
type Row = [name: string, unit: string, read: Read, goal?: string | undefined]

const ofIdle = ({ idle }: Round) => idle
const ofUpload = ({ upload }: Round) => upload
const ofExpansion = ({ expansion }: Round) => expansion

/** The promises of a batch stand as goals beside what was measured. */
export function sectionsOf(rounds: readonly Round[]): Section[] {
  const figures = (rows: readonly Row[]): Figure[] =>
    rows.map(([name, unit, read, goal]) => ({
      name,
      unit,
      spread: spreadOf(rounds.map(read)),
      ...(goal !== undefined && { goal }),
    }))
  return [
    {
      title: 'before',
      figures: figures([
        ...waitsOf(ofIdle),
        ['API: event loop late, worst', 'ms', ({ idle }) => idle.api.lagMostMs],
        ['API: event loop late, p99', 'ms', ({ idle }) => idle.api.lagP99Ms],
        ...loadOf(ofIdle),
      ]),
    },
    {
      title: 'taking a batch in',
      figures: figures([
        ['until 202', 'lines a second', ({ lines, upload }) => rate(lines, upload.ms)],
        ['baseline: addBulk', 'jobs a second', ({ lines, bulk }) => rate(lines, bulk.ms)],
        ['ratio', 'of the baseline', ({ upload, bulk }) => bulk.ms / upload.ms],
        ['API grows by', 'MB', ({ apiGrownMB }) => apiGrownMB, '< 150'],
        ...waitsOf(ofUpload, '< 50'),
        ['API: event loop late, worst', 'ms', ({ upload }) => upload.api.lagMostMs, '< 20'],
        ['API: event loop late, p99', 'ms', ({ upload }) => upload.api.lagP99Ms],
        ['API', 'µs of processor a line', ({ lines, upload }) => (1_000 * upload.api.cpuMs) / lines],
        ...redisOf(ofUpload),
        ...loadOf(ofUpload),
      ]),
    },
    {
      title: 'until every line is a job',
      figures: figures([
        ['from the 202', 'jobs a second', ({ lines, expansion }) => rate(lines, expansion.ms)],
        ['ratio, from the first byte', 'of the baseline', (round) => round.bulk.ms / wholeMs(round)],
        ['worker grows by', 'MB', ({ workerGrownMB }) => workerGrownMB],
        ...waitsOf(ofExpansion, '< 50'),
        ['API: event loop late, worst', 'ms', ({ expansion }) => expansion.api.lagMostMs, '< 20'],
        ['API: event loop late, p99', 'ms', ({ expansion }) => expansion.api.lagP99Ms],
        ['worker: event loop late, worst', 'ms', ({ expansion }) => expansion.worker.lagMostMs, '< 20'],
        [
          'worker',
          'µs of processor a job',
          ({ lines, expansion }) => (1_000 * expansion.worker.cpuMs) / lines,
        ],
        ...redisOf(ofExpansion),
        ...loadOf(ofExpansion),
      ]),
    },
    {
      title: 'the baseline, addBulk',
      figures: figures([
        ['Redis: round trips', 'a line', ({ lines, bulk }) => bulk.redis.trips / lines],
        ['Redis: bytes in', 'a line', ({ lines, bulk }) => bulk.redis.bytesIn / lines],
        ['Redis', 'µs of processor a line', ({ lines, bulk }) => (1_000 * bulk.redis.cpuMs) / lines],
        ['Redis: slowest script', 'ms', ({ bulk }) => bulk.redis.slowestScriptMs],
        ['Redis: longest sync', 'ms', ({ bulk }) => bulk.redis.longestSyncMs],
      ]),
    },
  ]
}

function waitsOf(of: (round: Round) => Seen, goal?: string): Row[] {
  return [
    ['others wait, median', 'ms', (round) => of(round).others.medianMs],
    ['others wait, p99', 'ms', (round) => of(round).others.p99Ms, goal],
    ['others wait, most', 'ms', (round) => of(round).others.mostMs],
  ]
}

/** What those who asked meanwhile cost Redis is taken off: as much as each question cost before. */
function redisOf(of: (round: Round) => Seen): Row[] {
  const own = (field: 'trips' | 'bytesIn' | 'cpuMs') => (round: Round) => {
    const { others, redis } = of(round)
    const { idle } = round
    return (redis[field] - (idle.redis[field] / idle.others.asked) * others.asked) / round.lines
  }
  return [
    ['Redis: round trips', 'a line', own('trips')],
    ['Redis: bytes in', 'a line', own('bytesIn')],
    ['Redis', 'µs of processor a line', (round) => 1_000 * own('cpuMs')(round)],
    ['Redis: slowest script', 'ms', (round) => of(round).redis.slowestScriptMs, '< 5'],
    ['Redis: scripts above 5 ms', '', (round) => of(round).redis.scriptsAbove5ms],
    ['Redis: longest sync', 'ms', (round) => of(round).redis.longestSyncMs],
  ]
}

const loadOf = (of: (round: Round) => Seen): Row[] => [['load of the machine', '', (round) => of(round).load]]

const wholeMs = ({ upload, expansion }: Round) => upload.ms + expansion.ms
const rate = (lines: number, ms: number) => (1_000 * lines) / ms
