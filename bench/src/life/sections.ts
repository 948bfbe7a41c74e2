import type { Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import type { Lives } from './measure-lives.ts'
import type { Traffic } from './traffic.ts'

/** For each job, less what the same time costs without one; and what that is. */
export function sectionsOf(rounds: readonly Lives[]): Section[] {
  const [{ jobs } = { jobs: 0 }] = rounds
  const figure = (name: string, unit: string, read: (round: Lives) => number): Figure => ({
    name,
    unit,
    spread: spreadOf(rounds.map(read)),
  })
  return [
    {
      title: `${jobs} single jobs, each from its request to its verdict: a job, less what idle costs`,
      figures: [
        figure('reads of KIE', 'a job', ({ reads }) => reads),
        figure('commands', 'a job', (round) => sum(namesOf(round).map((name) => callsOf(round, name)))),
        figure('round trips', 'a job', traffic('reads')),
        figure('bytes to Redis', 'a job', traffic('bytesIn')),
        figure('bytes from Redis', 'a job', traffic('bytesOut')),
        figure('Redis', 'ms of processor a job', traffic('cpuMs')),
        ...mostFirst(rounds).map((name) => figure(name, 'a job', (round) => callsOf(round, name))),
      ],
    },
    {
      title: 'one API and one worker without a job',
      figures: [
        figure('commands', 'a second', ({ idle: { calls, ms } }) => (1_000 * sum([...calls.values()])) / ms),
        figure('bytes to Redis', 'a second', anyhow('bytesIn')),
        figure('bytes from Redis', 'a second', anyhow('bytesOut')),
        ...[...new Set(rounds.flatMap((round) => [...round.idle.calls.keys()]))].map((name) =>
          figure(name, 'a second', ({ idle: { calls, ms } }) => (1_000 * (calls.get(name) ?? 0)) / ms),
        ),
      ],
    },
  ]
}

const traffic = (field: keyof Traffic) => (round: Lives) =>
  (round.lives.traffic[field] - rateOf(round, field) * round.lives.traffic.ms) / round.jobs
const anyhow = (field: keyof Traffic) => (round: Lives) => 1_000 * rateOf(round, field)

const rateOf = ({ idle }: Lives, field: keyof Traffic) => idle.traffic[field] / idle.traffic.ms

function callsOf({ jobs, idle, lives }: Lives, name: string): number {
  const inIdle = ((idle.calls.get(name) ?? 0) / idle.ms) * lives.ms
  return ((lives.calls.get(name) ?? 0) - inIdle) / jobs
}

const namesOf = ({ idle, lives }: Lives) => [...new Set([...lives.calls.keys(), ...idle.calls.keys()])]

/** What comes more seldom goes by time, and is there by chance. */
const TOLD_FROM = 0.1

function mostFirst(rounds: readonly Lives[]): string[] {
  const mean = (name: string) => sum(rounds.map((round) => callsOf(round, name))) / rounds.length
  return [...new Set(rounds.flatMap(namesOf))]
    .filter((name) => mean(name) >= TOLD_FROM)
    .toSorted((one, other) => mean(other) - mean(one))
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
