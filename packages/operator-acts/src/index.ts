export { askKie, type ActDeps, type Asked, type NotAsked } from './ask-kie.ts'
export { requeue, type Requeued, type RequeueEvent, type Wish } from './requeue.ts'
export { settleRead } from './settle-read.ts'
