import { describe, expect, test } from '@jest/globals'
import type { JobRecord } from '@kiln/ledger'
import { awaitVerdict } from './await-verdict.ts'

const job = (state: JobRecord['state']) => ({ state }) as JobRecord

const fails = () => Promise.reject(new Error('Connection is closed'))

describe('awaitVerdict', () => {
  test('begins to wait before it looks, so that no verdict falls in between', async () => {
    const order: string[] = []
    await awaitVerdict({
      jobId: 'j',
      waitMs: 1_000,
      control: new AbortController(),
      wait: async () => void order.push('wait'),
      read: async () => {
        order.push('read')
        return job('succeeded')
      },
    })
    expect(order).toEqual(['wait', 'read'])
  })

  test('ends the wait it began, whatever comes of the look', async () => {
    const control = new AbortController()
    const poll = awaitVerdict({
      jobId: 'j',
      waitMs: 1_000,
      control,
      wait: async () => undefined,
      read: fails,
    })
    await expect(poll).rejects.toThrow('Connection is closed')
    expect(control.signal.aborted).toBe(true)
  })

  test('does not spin when it is woken again and again without a verdict', async () => {
    let reads = 0
    const read = async () => {
      reads += 1
      return job('running')
    }
    const shown = await awaitVerdict({
      jobId: 'j',
      waitMs: 600,
      control: new AbortController(),
      wait: async () => undefined,
      read,
    })
    expect(shown).toEqual(job('running'))
    expect(reads).toBeLessThan(12)
  })
})
