import { listenEmbedded } from './embedded-redis.ts'

/** The embedded Redis as a process of its own: `embedded-process.ts <port, 0 = any>`. */
const { port } = await listenEmbedded(Number(process.argv[2] ?? 0))
console.log(JSON.stringify({ redis: `redis://127.0.0.1:${port}` }))
