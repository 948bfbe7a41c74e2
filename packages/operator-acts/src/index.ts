export { askKie, type ActDeps, type Asked, type NotAsked } from './ask-kie.ts'
export { askFirst, carryOut, decideAsked, type Requeue } from './requeue.ts'
export { settleRead } from './settle-read.ts'
