import { writeSync } from 'node:fs'
import type { PlannedFault } from './parse-plan.ts'
import type { FailPoint, Moment, Step } from './points.ts'

type Call<A extends unknown[], R> = (...args: A) => Promise<R>

export interface FailPoints {
  /** The same call, with the step's fail points around it; without a plan for it, the call itself. */
  around<A extends unknown[], R>(step: Step, call: Call<A, R>): Call<A, R>
  /** The same object with some of its methods under a step's name. */
  wrap<T extends object>(target: T, steps: Partial<Record<keyof T, Step>>): T
}

/**
 * The moments at which this process is to be killed, stopped or made to repeat itself. A process
 * without a plan runs exactly the calls it would run without this package.
 */
export function createFailPoints(plan: readonly PlannedFault[], strike: Strike = strikeSelf): FailPoints {
  const armed = armPoints(plan, strike)

  function around<A extends unknown[], R>(step: Step, call: Call<A, R>): Call<A, R> {
    const twice = plan.some((fault) => fault.action === 'twice' && fault.step === step)
    const at = (moment: Moment) => armed.get(`${step}.${moment}` as FailPoint)
    const [before, during, after] = [at('before'), at('during'), at('after')]
    if (!twice && !before && !during && !after) return call
    return async (...args) => {
      await before?.pass()
      const endWire = during?.start()
      const answer = await (twice ? runTwice(() => call(...args)) : call(...args)).finally(endWire)
      await after?.pass()
      return answer
    }
  }

  return {
    around,
    wrap(target, steps) {
      if (plan.length === 0) return target
      const wrapped = Object.entries(steps).map(([name, step]) => {
        const method = target[name as keyof typeof target] as Call<unknown[], unknown>
        return [name, around(step as Step, method)]
      })
      return { ...target, ...Object.fromEntries(wrapped) }
    },
  }
}

/** Both run to their end; the first one's answer counts, as it would have without the second. */
async function runTwice<R>(call: () => Promise<R>): Promise<R> {
  const [first] = await Promise.allSettled([call(), call()])
  if (first.status === 'rejected') throw first.reason
  return first.value
}

export type Strike = (fault: { point: FailPoint; action: 'kill' | 'stop' }) => void

/** Told before it happens, and not through the logger, whose last lines a killed process loses. */
const strikeSelf: Strike = ({ point, action }) => {
  writeSync(1, `${JSON.stringify({ event: 'failPoint', point, action, pid: process.pid })}\n`)
  process.kill(process.pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP')
}

interface ArmedPoint {
  pass: () => Promise<void>
  /** For a call on the wire; the returned function is called when it has ended. */
  start: () => () => void
}

function armPoints(plan: readonly PlannedFault[], strike: Strike): Map<FailPoint, ArmedPoint> {
  const armed = new Map<FailPoint, ArmedPoint>()
  for (const fault of plan) {
    if (fault.action !== 'twice')
      armed.set(
        fault.point,
        arm(fault, () => strike(fault)),
      )
  }
  return armed
}

function arm(fault: Exclude<PlannedFault, { action: 'twice' }>, strike: () => void): ArmedPoint {
  let passages = 0
  let struck = false
  const isDue = () => ++passages >= fault.passage && !struck
  const strikeOnce = () => {
    struck = true
    strike()
  }
  return {
    // The signal arrives a moment after it was sent: until then nothing more is done.
    pass: async () => {
      if (!isDue()) return
      strikeOnce()
      await new Promise((resolve) => setImmediate(resolve))
    },
    start: () => {
      if (!isDue()) return () => undefined
      // A call that ends before its time is spared; the next one is due again.
      const timer = setTimeout(() => struck || strikeOnce(), fault.afterMs)
      return () => clearTimeout(timer)
    },
  }
}
