import helmet from '@fastify/helmet'
import { serializerCompiler, type ZodTypeProvider } from '@fastify/type-provider-zod'
import Fastify from 'fastify'
import { acceptJob } from './accept-job/accept-job.ts'
import { guardRoutes } from './access/guard-routes.ts'
import type { Api } from './api.ts'
import { bulkCancels } from './bulk-acts/cancels.ts'
import { bulkRequeues } from './bulk-acts/requeues.ts'
import { cancelJob } from './cancel-job/cancel-job.ts'
import { closeConnections } from './close-connections.ts'
import type { ApiDeps } from './deps.ts'
import { health } from './health/health.ts'
import { jobReceipt } from './job-receipt/job-receipt.ts'
import { jobTimeline } from './job-timeline/job-timeline.ts'
import { listFailures } from './list-failures/list-failures.ts'
import { listJobs } from './list-jobs/list-jobs.ts'
import { createKey } from './manage-keys/create-key.ts'
import { manageKeys } from './manage-keys/manage-keys.ts'
import { metrics } from './metrics/metrics.ts'
import { models } from './models/models.ts'
import { observeRequests } from './observe-requests.ts'
import { collectRoutes, serveDocumentation } from './openapi/openapi.ts'
import { bindTask } from './operator-acts/bind-task.ts'
import { requeueJob } from './operator-acts/requeue-job.ts'
import { retryFailed } from './operator-acts/retry-failed.ts'
import { writeOffJob } from './operator-acts/write-off-job.ts'
import { pauseSubmissions } from './pause-submissions/pause-submissions.ts'
import { answerError, handleErrors } from './problem/handle-errors.ts'
import { validateWithZod } from './problem/invalid-request.ts'
import { quoteJobs } from './quote-jobs/quote-jobs.ts'
import { readJson } from './read-json.ts'
import { receiveCallback } from './receive-callback/receive-callback.ts'
import { SERVER_OPTIONS } from './server-options.ts'
import { refuseSlowRequests } from './slow-requests.ts'
import { followBatch } from './show-batch/follow-batch.ts'
import { showAudit } from './show-audit/show-audit.ts'
import { showBatches } from './show-batch/show-batch.ts'
import { streamRows } from './show-batch/stream-rows.ts'
import { showJob } from './show-job/show-job.ts'
import { showSystem } from './show-system/show-system.ts'
import { submitBatch } from './submit-batch/submit-batch.ts'

/** The HTTP side, ready to listen. */
export async function buildApi(deps: ApiDeps): Promise<Api> {
  const api: Api = Fastify({
    ...SERVER_OPTIONS,
    loggerInstance: deps.log,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>()
  api.setValidatorCompiler(validateWithZod)
  api.setSerializerCompiler(serializerCompiler)
  readJson(api)
  handleErrors(api)

  await api.register(helmet, HEADERS)
  observeRequests(api, deps.metrics)
  closeConnections(api)
  refuseSlowRequests(api)
  guardRoutes(api, deps.keyring, deps.keys)
  await collectRoutes(api)
  for (const addRoutes of OPERATIONS) addRoutes(api, deps)
  await serveDocumentation(api)
  await api.ready()
  return api
}

const OPERATIONS: readonly ((api: Api, deps: ApiDeps) => void)[] = [
  acceptJob,
  quoteJobs,
  showJob,
  listJobs,
  listFailures,
  jobTimeline,
  jobReceipt,
  cancelJob,
  requeueJob,
  bindTask,
  writeOffJob,
  bulkRequeues,
  bulkCancels,
  submitBatch,
  showBatches,
  streamRows,
  followBatch,
  retryFailed,
  receiveCallback,
  models,
  showSystem,
  pauseSubmissions,
  createKey,
  manageKeys,
  showAudit,
  health,
  metrics,
]

/** Answers are data: nothing in them may be run, framed or loaded. The pages at /docs say otherwise for themselves. */
const HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
}
