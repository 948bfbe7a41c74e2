import { createKieClient } from '@kiln/kie-client'
import type { BehaviourRule, Simulator } from '@kiln/simulator'
import { JOB_BODY } from './drive-job.ts'

/** One createTask call as a worker makes it, and the task that KIE made of it. */
export async function createTaskAt(
  simulator: Simulator,
  behaviour: BehaviourRule['do'],
  prompt: string,
  token: string | null,
): Promise<string> {
  simulator.setBehaviours([{ match: {}, times: 1, do: { callback: 'none', ...behaviour } }])
  const kie = createKieClient({ baseUrl: simulator.url, apiKey: 'simulated', userAgent: 'kiln-test' })
  const input = { ...JOB_BODY.input, prompt, aspect_ratio: 'auto', resolution: '1K', output_format: 'jpg' }
  const callBackUrl = token && `http://127.0.0.1:9/callbacks/kie/${token}`
  const task = { model: JOB_BODY.model, input, ...(callBackUrl && { callBackUrl }) }
  const exchange = await kie.createTask(task, { timeoutMs: 5_000 })
  kie.close()
  const body = exchange.phase === 'answer' ? JSON.parse(exchange.body ?? '{}') : {}
  return body.data.taskId
}

/** Resolves once KIE says that the task has ended. */
export async function untilEndedAt(simulator: Simulator, taskId: string): Promise<void> {
  for (;;) {
    const charge = simulator.books().charges.find((one) => one.taskId === taskId)
    if (charge?.state === 'success' || charge?.state === 'fail') return
    await new Promise((resolve) => setImmediate(resolve))
  }
}
