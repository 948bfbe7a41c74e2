import type { Redis } from 'ioredis'

export interface RedisMemory {
  usedBytes: number
  /** 0 where nothing limits it. */
  maxBytes: number
}

/** What Redis says of its memory; null where INFO is forbidden or says nothing of it. */
export async function readMemory(redis: Pick<Redis, 'info'>): Promise<RedisMemory | null> {
  const text = await redis.info('memory').catch((error: unknown) => {
    if ((error as { name?: unknown }).name === 'ReplyError') return ''
    throw error
  })
  const [usedBytes, maxBytes] = ['used_memory', 'maxmemory'].map((field) =>
    Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(text)?.[1]),
  )
  const isKnown = Number.isFinite(usedBytes) && Number.isFinite(maxBytes)
  return isKnown ? { usedBytes: usedBytes!, maxBytes: maxBytes! } : null
}
