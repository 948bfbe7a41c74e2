import type { Figure, Section } from '../benchmark.ts'
import { quantile, spreadOf } from '../spread.ts'
import type { Round, Seen } from './measure-intake.ts'
import type { Slice } from './measure-slices.ts'

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
      figures: figures([...waitsOf(ofIdle), ...loopOf('API', ({ idle }) => idle.api), ...loadOf(ofIdle)]),
    },
    {
      title: 'taking a batch in',
      figures: figures([
        ['until 202', 'lines a second', ({ lines, upload }) => rate(lines, upload.ms)],
        ['baseline: addBulk', 'jobs a second', ({ lines, bulk }) => rate(lines, bulk.ms)],
        ['ratio', 'of the baseline', ({ upload, bulk }) => bulk.ms / upload.ms],
        ['API grows by', 'MB', ({ apiGrownMB }) => apiGrownMB, '< 150'],
        ...waitsOf(ofUpload, '< 50'),
        ...loopOf('API', ({ upload }) => upload.api, '< 20'),
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
        ...loopOf('API', ({ expansion }) => expansion.api, '< 20'),
        ...loopOf('worker', ({ expansion }) => expansion.worker, '< 20'),
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

const figure = (name: string, value: number, goal?: string, unit = 'ms'): Figure => ({
  name,
  unit,
  spread: spreadOf([value]),
  ...(goal !== undefined && { goal }),
})

/** A slow machine lengthens what the clock says, and hardly what Redis had of a processor. */
export function slicesSection(slices: readonly Slice[]): Section {
  const of = (field: 'ms' | 'ownMs', all = slices) => all.map((slice) => slice[field])
  const [rewriting, quiet] = [true, false].map((is) => slices.filter((slice) => slice.rewriting === is))
  return {
    title: `the ${slices.length} scripts that make jobs of lines, one after the other`,
    figures: [
      figure('by the clock, slowest', quantile(of('ms'), 1)),
      figure("of Redis' processor, median", quantile(of('ownMs'), 0.5)),
      figure("of Redis' processor, 99 of 100", quantile(of('ownMs'), 0.99)),
      figure("of Redis' processor, slowest", quantile(of('ownMs'), 1), '< 5'),
      figure('the same while Redis rewrites its file', quantile(of('ownMs', rewriting), 1)),
      figure('the same while it does not', quantile(of('ownMs', quiet), 1)),
      figure("above 5 ms of Redis' processor", of('ownMs').filter((ms) => ms > 5).length, undefined, ''),
    ],
  }
}

function waitsOf(of: (round: Round) => Seen, goal?: string): Row[] {
  return [
    ['others wait, median', 'ms', (round) => of(round).others.medianMs],
    ['others wait, p99', 'ms', (round) => of(round).others.p99Ms, goal],
    ['others wait, most', 'ms', (round) => of(round).others.mostMs],
  ]
}

/** What is the process' own is to be judged on any machine; the worst case is what others saw on this one. */
function loopOf(name: string, of: (round: Round) => Seen['api'], goal?: string): Row[] {
  return [
    [`${name}: event loop late, worst`, 'ms', (round) => of(round).lagMostMs, goal],
    [`${name}: of that its own work, most`, 'ms', (round) => of(round).ownMostMs, goal],
    [`${name}: processor withheld, most`, 'ms', (round) => of(round).withheldMostMs],
    [`${name}: pause for garbage, longest`, 'ms', (round) => of(round).gcMostMs],
    [`${name}: event loop late, p99`, 'ms', (round) => of(round).lagP99Ms],
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
