import { describe, expect, test } from '@jest/globals'
import { REPOSITORY_ROOT } from '@kiln/local'
import { LARGE } from '../large.ts'
import { PHASES } from './phases.ts'
import { runUpgrade } from './run-upgrade.ts'

describe('the phases of an upgrade', () => {
  test('begin with the old release alone and end with the new one', () => {
    const releases = PHASES.map(({ api, workers }) => [api, ...workers].join(' '))
    expect([releases[0], releases.at(-1)]).toEqual(['old old old', 'new new new'])
  })

  test('have each API beside workers of either release, and replace both ways in order and by a kill', () => {
    const mixtures = PHASES.flatMap(({ api, workers }) => workers.map((worker) => `${api} ${worker}`))
    expect(new Set(mixtures)).toEqual(new Set(['old old', 'old new', 'new old', 'new new']))
    const changes = PHASES.slice(1).flatMap(({ workers, by }, n) =>
      workers.flatMap((to, worker) => (to === PHASES[n]!.workers[worker] ? [] : [`to ${to} by ${by}`])),
    )
    expect(new Set(changes)).toEqual(
      new Set(['to new by SIGTERM', 'to new by SIGKILL', 'to old by SIGTERM', 'to old by SIGKILL']),
    )
  })
})

test('while processes are replaced by those of another release nobody pays twice and all that was begun is shown', async () => {
  const roots = { old: REPOSITORY_ROOT, new: REPOSITORY_ROOT }
  const phases = LARGE ? PHASES : PHASES.filter((_, n) => n === 0 || n === 5 || n === PHASES.length - 1)
  const outcome = await runUpgrade({ roots, seed: 1, minutes: phases.length / 60, phases }, () => undefined)
  expect(outcome.findings).toEqual([])
  expect(outcome.batches).toBe(phases.length)
  expect(outcome.pages).toBeGreaterThan(2 * outcome.jobs)
}, 240_000)
