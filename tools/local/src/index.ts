export { startPrivateRedis, type PrivateRedis, type PrivateRedisOptions } from './redis/private-redis.ts'
export { startPrivateCluster, type PrivateCluster } from './redis/groups/private-cluster.ts'
export { startPrivateSentinel, type PrivateSentinel } from './redis/groups/private-sentinel.ts'
export {
  ProcessNotReadyError,
  startProcess,
  type ProcessSpec,
  type RunningProcess,
} from './processes/start-process.ts'
export {
  startApi,
  startSimulatorProcess,
  startSourceProcess,
  startWorker,
  type KilnProcessOptions,
  type ReachableProcess,
} from './processes/kiln-processes.ts'
export type { RedisSnapshot } from './redis/faults/snapshots.ts'
export { buildPrograms, programCommand } from './processes/source-process.ts'
export { makeTemporaryFolder } from './processes/guardian.ts'
export { atOnce } from './at-once.ts'
export { REPOSITORY_ROOT } from './repository-root.ts'
export { makeTlsFiles, tlsDirectives, type TlsFiles } from './tls/tls-files.ts'
export { findFreePort } from './ports/find-free-port.ts'
export { findRedisBinary } from './redis/redis-binary.ts'
export { shiftedClock } from './shims/shifted-clock.ts'
