export { createKieClient } from './client.ts'
export type {
  KieClient,
  KieClientOptions,
  KieTimeouts,
  TaskRequest,
  UploadBase64,
  UploadFromUrl,
  UploadStream,
} from './client.ts'
export type { Balance, CallFailure, Link } from './account.ts'
export type { LiveModel } from './live-models.ts'
export type { Cause, Exchange } from './exchange.ts'
export { classifySubmit } from './classify/submit.ts'
export { classifyRead } from './classify/read.ts'
export { readTaskOrigin } from './classify/origin.ts'
export type { TaskOrigin } from './classify/origin.ts'
export { tellCallback, tellExchange, type Told } from './told.ts'
export { belongsTo, callbackToken } from './belongs.ts'
export type { TaskAttempt } from './belongs.ts'
export { isTaskId } from './task-id.ts'
export { readCallbackTaskId, verifyCallback } from './callback.ts'
export type { SignedCallback } from './callback.ts'
