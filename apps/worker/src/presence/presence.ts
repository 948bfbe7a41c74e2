import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { digestSettings, type WorkerConfig } from '@kiln/config'
import type { Ledger } from '@kiln/ledger'
import { kilnVersion } from '@kiln/telemetry'
import type { Report } from '../report.ts'

const EVERY_MS = 5_000

export interface PresenceDeps {
  ledger: Pick<Ledger, 'noteWorker' | 'forgetWorker'>
  config: WorkerConfig
  report: Report
}

/** Says every few seconds that this worker is there, and how far its clock is off. */
export function announcePresence({ ledger, config, report }: PresenceDeps): { stop: () => Promise<void> } {
  const name = randomUUID()
  const own = { host: hostname(), pid: process.pid, version: kilnVersion(), settings: digestSettings(config) }
  let clockSkewMs = 0

  async function sign(): Promise<void> {
    const asked = Date.now()
    const redisNow = await ledger.noteWorker(name, { ...own, clockSkewMs })
    // Redis looked at its clock somewhere between the question and the answer.
    clockSkewMs = Math.round((asked + Date.now()) / 2 - redisNow)
    report.clockSeen(clockSkewMs)
  }

  let running: Promise<void> = Promise.resolve()
  const start = () => {
    running = running.then(sign).catch((error: unknown) => report.fault('presence', error))
  }
  // The first sign learns the skew, the second tells it.
  start()
  start()
  const timer = setInterval(start, EVERY_MS)
  return {
    async stop() {
      clearInterval(timer)
      await running
      await ledger.forgetWorker(name).catch((error: unknown) => report.fault('presence', error))
    },
  }
}
