import { FAIL_POINTS, REPEATABLE, type FailPoint, type RepeatableStep } from './points.ts'

/** What a process does to itself, and where. */
export type PlannedFault =
  | {
      action: 'kill' | 'stop'
      point: FailPoint
      /** At which passage of the point, counted from 1 since the start of the process. */
      passage: number
      /** For a point on the wire: how long after the call began. */
      afterMs: number
    }
  | { action: 'twice'; step: RepeatableStep }

const AT_POINT = /^([a-z.]+)=(kill|stop)(?:@(\d{1,6}))?(?:\+(\d{1,6})ms)?$/
const TWICE = /^([a-z]+)=twice$/

/** `begin.after=kill@3,doorbell=twice`; null when a part of it means nothing. */
export function parsePlan(text: string): readonly PlannedFault[] | null {
  const faults = text.split(',').map((part) => parseFault(part.trim()))
  return faults.every((fault) => fault !== null) ? faults : null
}

function parseFault(text: string): PlannedFault | null {
  const twice = TWICE.exec(text)
  if (twice) {
    const step = REPEATABLE.find((name) => name === twice[1])
    return step === undefined ? null : { action: 'twice', step }
  }
  const [, point = '', action, passage = '1', afterMs = '0'] = AT_POINT.exec(text) ?? []
  if (!isFailPoint(point) || (action !== 'kill' && action !== 'stop') || Number(passage) === 0) return null
  return { action, point, passage: Number(passage), afterMs: Number(afterMs) }
}

function isFailPoint(name: string): name is FailPoint {
  return Object.hasOwn(FAIL_POINTS, name)
}
