import type { ENGLISH_DOCTOR } from './english.ts'

const BECAUSE = {
  'maxmemory-policy': '被淘汰的记录就是丢失的任务',
  appendonly: '重启后会忘记已付费的内容',
  appendfsync: '断电会忘记最后一秒，任务会重复付费',
} as const

const SAYS: typeof ENGLISH_DOCTOR.says = {
  settingsGood: '所有设置均可读取，且彼此一致。',
  settingWrong: ({ variable, message }) => `${variable} ${message}`,
  settingOdd: ({ variable, message }) => `${variable} ${message}`,
  limitAboveKie: ({ limit, known }) =>
    `KILN_SUBMIT_LIMIT 为 ${limit}；除非另有约定，KIE 给每个账户的限额是 ${known}。`,
  stateFolderShut: ({ folder, reason }) =>
    `工作进程无法写入 ${folder}（${reason}）：它结束后，没有谁能发现 Redis 回到了过去。`,
  nodeGood: ({ version }) => `版本 ${version}。`,
  nodeOld: ({ version }) => `版本 ${version} 过旧。`,
  redisGood: ({ version }) => `${version} 有应答，不淘汰数据，每次写入都同步到磁盘。`,
  redisSilent: ({ address, reason }) => `${address} 无法使用：${reason}`,
  redisRefuses: ({ address, reason }) => `${address} 拒绝登录：${reason}`,
  redisProtected: ({ address }) => `${address} 处于保护模式：只接受本机连接。`,
  redisForbids: ({ reason }) => `该用户无权运行 kiln 的脚本：${reason}`,
  redisOld: ({ version }) => `版本 ${version} 比 kiln 测试过的版本更旧。`,
  redisIsReplica: ({ address }) => `${address} 是副本，不接受写入。`,
  redisCannotWrite: ({ reason }) => `无法写入磁盘：${reason}`,
  redisFills: ({ percent }) => `内存已用 ${percent} %；用满后不再接受新任务。`,
  contractBroken: ({ setting, wanted, got }) =>
    `${setting} 必须为 ${wanted}，当前为 ${got || '空'}：${BECAUSE[setting]}。`,
  contractHidden: 'CONFIG GET 被禁止：kiln 看不到 noeviction 和 AOF always，因而不会启动。',
  contractDeclared: 'KILN_REDIS_CONTRACT=declared：noeviction 和 AOF always 只由您自己确认。',
  contractUnsafe: 'KILN_REDIS_CONTRACT=unsafe：断电可能丢失任务或重复付费。',
  ledgerNewer: ({ schema, known }) =>
    `账本的结构版本为 ${schema}，此版 kiln 只认识到 ${known}：有更新的版本在使用它。`,
  clocksGood: ({ seconds }) => `本机与 Redis 相差 ${seconds} 秒。`,
  clockOff: ({ seconds }) =>
    `本机与 Redis 相差 ${seconds} 秒。kiln 以 Redis 的时间为准，不会出错，但日志会误导。`,
  kieClockOff: ({ seconds }) => `KIE 与 Redis 相差 ${seconds} 秒：带签名的回调将不被采信。`,
  kieGood: ({ host, credits }) => `${host} 接受该密钥；剩余 ${credits} 积分。`,
  kieSimulated: ({ host, credits }) => `${host} 接受该密钥；它不是真实的 KIE，其 ${credits} 积分只是模拟。`,
  kieWithoutCredits: ({ host, credits }) =>
    `${host} 接受该密钥，但余额为 ${credits}：任务在 credits 闸门前等待。`,
  kieKeyRefused: ({ host, said }) => `${host} 拒绝该密钥：${said}`,
  kieSilent: ({ host, said }) => `${host} 没有返回余额：${said}`,
  callbackGood: ({ url }) => `从本机访问 ${url} 可到达 kiln。`,
  callbackUnset: '未设置 KIE_CALLBACK_URL：结果靠轮询获取，丢失的应答会立即转交人工。',
  callbackSilent: ({ url, reason }) => `${url} 无法访问：${reason}`,
  callbackMoved: ({ url, status }) => `${url} 发生重定向（${status}），回调可能在途中丢失。`,
  callbackElsewhere: ({ url, status }) => `${url} 应答 ${status}，并不是 kiln。`,
  apiGood: ({ address, workers }) => `${address} 就绪，有 ${workers} 个工作进程；所有闸门都已打开。`,
  apiSilent: ({ address, reason }) => `${address} 没有应答：${reason}`,
  apiNotReady: ({ address, reason }) => `${address} 尚未就绪：${reason}`,
  apiKeyRefused: ({ address, reason }) => `${address} 正在运行，但不显示其状态：${reason}`,
  noWorker: '最近 30 秒没有任何工作进程报到：任务被接受，但不会发送。',
  workersDiffer: ({ names }) => `${names} 的限额、预算或时限与 API 不同。`,
  versionsMixed: ({ versions }) => `同时运行着版本 ${versions}。升级期间这是安全的。`,
  workerClockOff: ({ name, seconds }) =>
    `${name} 的时钟与 Redis 相差 ${seconds} 秒。不会出错，但其日志会误导。`,
  gateClosed: ({ gate, detail, jobsHeld }) => `闸门 ${gate} 已关闭，阻挡 ${jobsHeld} 个任务：${detail}`,
}

const MENDS: typeof ENGLISH_DOCTOR.mends = {
  settingWrong: '全部设置见 docs/configuration.md。',
  limitAboveKie: ({ known }) => `取消该设置即为 ${known}；若 KIE 已提高此账户的上限，则保留。`,
  stateFolderShut: '请在 KILN_STATE_DIR 中指定一个工作进程可写且能长久保留的目录。',
  nodeOld: ({ needed }) => `请安装 Node.js ${needed} 或更新版本；22 和 24 均可。`,
  redisSilent: '请启动它，或更正 REDIS_URL 中的主机和端口；也可能被防火墙阻挡。',
  redisRefuses: '请在 REDIS_URL 中填写正确的用户和密码：redis://user:password@host:port。',
  redisProtected: '请像 ops/redis/users.acl 那样设置带密码的用户，并写入 REDIS_URL。',
  redisForbids: '请授予 ops/redis/users.acl 中 `kiln` 用户的权限，以及 KILN_PREFIX 下的键。',
  redisOld: ({ needed }) => `请使用 Redis ${needed} 或更新版本，或 Valkey。`,
  redisIsReplica: '请在 REDIS_URL 中填写主节点。',
  redisCannotWrite: '请检查剩余空间、数据目录的权限以及 Redis 的日志。',
  redisFills: '请提高 maxmemory。已接受的任务届时仍会继续。',
  contractBroken: ({ setting, wanted }) =>
    `CONFIG SET ${setting} ${wanted}，并写入 redis.conf 以便重启后保留：ops/redis/redis.conf 中已全部列出。`,
  contractHidden: '请允许 CONFIG GET，或自行检查这三项设置后设为 KILN_REDIS_CONTRACT=declared。',
  contractDeclared: '若允许 CONFIG GET，请取消该设置，由 kiln 自行检查。',
  contractUnsafe: '运行真实任务前请取消该设置。',
  ledgerNewer: '请运行更新的版本；如何退回见 docs/operating.md。',
  clockOff: '请用 NTP 校准两者的时钟。',
  kieClockOff: '请用 NTP 校准 Redis 所在机器的时钟。',
  kieWithoutCredits: '请充值；等待的任务会自行继续。',
  kieKeyRefused: '请从 https://kie.ai/api-key 重新复制密钥到 KIE_AI_API_KEY，并查看那里的 IP 列表。',
  kieSilent: '请检查 KIE_BASE_URL、域名解析，以及代理或防火墙是否放行本机。',
  callbackUnset: '请设为 API 的公网 https 地址。仅轮询也安全，只是稍慢。',
  callbackSilent: '请启动 API，并检查域名、证书和前面的代理。',
  callbackMoved: '请将 KIE_CALLBACK_URL 设为重定向后的地址。',
  callbackElsewhere: '请让代理把 /callbacks/kie/ 直接转给 API，不要另设登录；或更正 KIE_CALLBACK_URL。',
  apiSilent: '请用 pnpm api 启动，或指明地址：kiln doctor --api <url>。',
  apiNotReady: '请先处理关于 Redis 和设置的问题；其日志中也有说明。',
  apiKeyRefused: '请将 KILN_API_KEY 设为具有 operate 权限的密钥。',
  noWorker: '请用 pnpm worker 启动一个，使用相同的 Redis 和 KILN_PREFIX。',
  workersDiffer:
    '请让所有进程使用相同的环境变量，并重启这些进程。若它们属于另一套安装，请给那套单独的 KILN_PREFIX。',
  versionsMixed: '请完成升级。',
  workerClockOff: '请用 NTP 校准。',
  gateClosed: '如何打开各闸门，见 docs/gates.md。',
}

export const CHINESE_DOCTOR: typeof ENGLISH_DOCTOR = {
  subjects: {
    settings: '设置',
    node: 'Node.js',
    redis: 'Redis',
    clock: '时钟',
    kie: 'KIE',
    callback: '回调',
    api: 'API',
  },
  says: SAYS,
  mends: MENDS,
  sum: (broken, advice) => {
    const faults = broken === 0 ? '一切正常' : `${broken} 处故障`
    return advice === 0 ? `${faults}。` : `${faults}，${advice} 条建议。`
  },
}
