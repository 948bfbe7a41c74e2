import { atOnce } from '@kiln/local'
import type { ReceiptView } from '@kiln/contract'
import { call, eventually, show } from '../client.ts'
import { startStack, type Stack } from '../stack.ts'
import { holdBack, KINDS, rulesOf, submitKind, type Kind } from './kinds.ts'

export interface MadeReceipt {
  kind: Kind
  id: string
  receipt: ReceiptView
  /** The page in each language that was asked for. */
  pages: Record<string, string>
}

/** Late after two seconds, given up after one more: twenty times as fast as the world. */
const SETTINGS = { KILN_POLL_DEADLINE: '45s', KILN_UNCONFIRMED_HORIZON: '35s', KILN_BUDGET_PER_DAY: '*=1000' }

export const startReceiptStack = (): Promise<Stack> => startStack({ workers: 1, env: SETTINGS })

/** Runs a job of each kind to its end, in real processes, and takes its receipts. */
export async function makeReceipts(stack: Stack, languages: readonly string[]): Promise<MadeReceipt[]> {
  await stack.setBehaviours(rulesOf(KINDS))
  await holdBack(stack)
  return atOnce(KINDS.length, KINDS, async (kind) => {
    const id = await submitKind(stack, kind)
    await kind.meddle?.(stack, id)
    await eventually(
      () => show(stack, id),
      ({ state, parked }) => state === kind.state && (parked?.reason ?? null) === (kind.parked ?? null),
    )
    const path = `/v1/jobs/${id}/receipt`
    const page = async (language: string) =>
      (
        await call<string>(stack, 'GET', path, undefined, {
          accept: 'text/html',
          'accept-language': language,
        })
      ).body
    const pages = await Promise.all(
      languages.map(async (language) => [language, await page(language)] as const),
    )
    const { body: receipt } = await call<ReceiptView>(stack, 'GET', path)
    return { kind, id, receipt, pages: Object.fromEntries(pages) }
  })
}
