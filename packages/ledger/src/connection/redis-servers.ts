export interface ServerAddress {
  host: string
  port: number
}

interface Access {
  username?: string
  password?: string
  tls: boolean
}

/** Sentinels are asked which server is the primary of that name. */
export interface SentinelServers extends Access {
  kind: 'sentinel'
  sentinels: readonly ServerAddress[]
  primary: string
  database: number
  sentinelUsername?: string
  sentinelPassword?: string
}

/** Any of the nodes is asked which one holds the slot of `key`. */
export interface ClusterServers extends Access {
  kind: 'cluster'
  nodes: readonly ServerAddress[]
  key: string
}

/** Where Redis is: the URL of one server, or how the one that counts is found among several. */
export type RedisServers = string | SentinelServers | ClusterServers
