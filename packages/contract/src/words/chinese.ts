import type { Words } from './words.ts'

export const CHINESE: Words = {
  problems: {
    bodyUnparsable: {
      title: '无法将请求体解析为 JSON',
      advice: '请发送一个 UTF-8 编码的 JSON 对象，且不含键 `__proto__` 或 `constructor.prototype`。',
    },
    urlUnparsable: {
      title: '无法解码 URL',
      advice: '请按 UTF-8 对路径进行百分号编码。',
    },
    requestUnreadable: {
      title: '无法将请求解析为 HTTP',
      advice: '请使用普通的 HTTP/1.1 访问此端口，并发送与 Content-Length 一致的字节数。',
    },
    idempotencyKeyInvalid: {
      title: 'Idempotency-Key 格式错误',
      advice: '请使用 1 到 255 个可见 ASCII 字符，并且只发送一次。',
    },
    idempotencyKeyMissing: {
      title: '此调用需要 Idempotency-Key',
      advice: '请发送请求头 `Idempotency-Key`：为此操作生成一次，重复调用时使用同一个。',
    },
    keyMissing: {
      title: '需要 API 密钥',
      advice:
        '请发送 `Authorization: Bearer <key>`。密钥在 KILN_API_KEYS 中设置，或通过 `POST /v1/keys` 创建。',
    },
    keyUnknown: {
      title: 'API 密钥未知',
      advice: '请检查密钥是否缺少字符或有多余字符，以及 KILN_API_KEYS 或 `GET /v1/keys` 中是否仍有该密钥。',
    },
    keyRevoked: {
      title: 'API 密钥已被吊销',
      advice: '该密钥不再有效。请申请新的密钥。',
    },
    keyExpired: {
      title: 'API 密钥已过期',
      advice: '该密钥不再有效。请申请新的密钥。',
    },
    scopeMissing: {
      title: 'API 密钥没有执行此调用的权限',
      advice: '请使用具有错误说明中所列权限的密钥，或具有 `admin` 权限的密钥。',
    },
    foreignOrigin: {
      title: '请求来自其他网站',
      advice: '未设置 API 密钥时，只有本机的页面可以调用。如需允许其他来源，请设置 KILN_API_KEYS。',
    },
    hostNotLoopback: {
      title: 'Host 头不指向本机',
      advice: '请访问 `http://127.0.0.1:<port>` 或 `http://localhost:<port>`，或者设置 KILN_API_KEYS。',
    },
    jobUnknown: {
      title: '没有这个任务',
      advice: '请检查 ID：它在 `POST /v1/jobs` 的响应中。其他租户的任务不可见。',
    },
    batchUnknown: {
      title: '没有这个批次',
      advice: '请检查 ID：它在 `POST /v1/batches` 的响应中。其他租户的批次不可见。',
    },
    requeueUnknown: {
      title: '没有这个批量重新排队',
      advice: '请检查 ID：它在 `POST /v1/requeues` 的响应中。其他租户的不可见。',
    },
    cancelUnknown: {
      title: '没有这个批量取消',
      advice: '请检查 ID：它在 `POST /v1/cancels` 的响应中。其他租户的不可见。',
    },
    modelNotListed: {
      title: '目录中没有这个模型',
      advice: '所有 ID 见 `GET /v1/models`。',
    },
    keyNotListed: {
      title: '没有这个 API 密钥',
      advice: '所有名称见 `GET /v1/keys`。',
    },
    routeUnknown: {
      title: '没有这个路由',
      advice: '所有路由和方法见 `GET /openapi.json` 或 `/docs` 页面。',
    },
    requestTimedOut: {
      title: '请求未能及时到达',
      advice: '请在 10 秒内发送请求头，在 30 秒内发送整个请求；批次则在 10 分钟内。',
    },
    idempotencyConflict: {
      title: '该 Idempotency-Key 已用于其他请求体',
      advice: '请为新任务使用新的键。键会保留 72 小时。',
    },
    idempotencyInFlight: {
      title: '同一批次正在接收中',
      advice: '请按 Retry-After 指定的时间后以相同的 Idempotency-Key 重试：将返回另一次调用的响应。',
    },
    notCancelable: {
      title: '任务已无法取消',
      advice: '已结束的任务保留其结果；已搁置（parked）的任务需由操作员核销。',
    },
    confirmChargeNeeded: {
      title: '新的尝试可能会再次扣费',
      advice:
        '请查看 `confirm` 中的原因、可能的费用和依据。如可接受再次扣费，请带上 `confirmCharge: true` 重试。',
    },
    changedMeanwhile: {
      title: '任务已被他人先行更改',
      advice: '请重新查看任务；如仍需执行，请使用其最新的尝试编号重试。',
    },
    notRequeueable: {
      title: '任务在此状态下无法重新排队',
      advice: '请等待其结束或被搁置。仍在运行的任务不需要新的尝试。',
    },
    notBindable: {
      title: '任务并未等待 KIE 任务',
      advice: '只有排队中、未确认或已搁置的任务才能绑定在 KIE 日志中找到的任务。',
    },
    notParked: {
      title: '只能核销已搁置的任务',
      advice: '仍在等待或运行的任务请取消；已结束的任务无需处理。',
    },
    taskRefused: {
      title: '该 KIE 任务不属于此任务',
      advice: '请在 KIE 账户的日志中重新查找任务 ID：模型、输入和时间必须与此任务一致。',
    },
    recordUnreadable: {
      title: '任务记录无法读取',
      advice: '无法再为其发送任何内容。请将其核销，并重新提交任务。',
    },
    keyNameTaken: {
      title: '该密钥名称已被使用',
      advice: '请换一个名称；`tenant` 相同则对应相同的任务。已吊销的密钥保留其名称，以便审计记录清晰。',
    },
    keyInEnvironment: {
      title: '该密钥来自环境变量',
      advice: '请从 KILN_API_KEYS 中删除它，并重启 API。',
    },
    lastAdminKey: {
      title: '这样将无人能管理密钥',
      advice: '请先创建另一个具有 `admin` 权限且没有 `expiresAt` 的密钥。',
    },
    tooManyKeys: {
      title: 'API 密钥过多',
      advice: '最多保留 1000 个密钥，且目前没有已吊销的。请吊销无人使用的密钥。',
    },
    bodyTooLarge: {
      title: '请求体过大',
      advice: '请求体不得超过 1 MB，报价请求不得超过 16 MB；媒体文件请以 URL 传入。',
    },
    batchTooLarge: {
      title: '批次过大',
      advice: '一个批次最多 100,000 行、解压后 200 MB；请拆分成多个批次。',
    },
    batchBeyondQueue: {
      title: '批次的行数超过此密钥可排队的任务数',
      advice: '请拆分成多个批次，或请运维人员提高 `KILN_QUEUE_PER_KEY`。未保存任何内容，也未产生任何费用。',
    },
    mediaTypeUnsupported: {
      title: '不支持该内容类型',
      advice:
        '请发送 `Content-Type: application/json`；批次也可以是 `application/x-ndjson`，并可用 gzip 压缩。',
    },
    validation: {
      title: '请求无效',
      advice: '请更正 `errors` 中列出的每一处。未向 KIE 发送任何内容，也未产生任何费用。',
    },
    unknownModel: {
      title: '模型未知',
      advice: '请使用提示中的某个 ID，或查看 `GET /v1/models`。未产生任何费用。',
    },
    batchInvalid: {
      title: '批次中没有可以执行的行',
      advice: '请更正 `badLines` 中的各行。未保存、未发送任何内容，也未产生任何费用。',
    },
    firstKeyNotAdmin: {
      title: '第一个密钥必须能管理密钥',
      advice: '请先创建一个具有 `admin` 权限且没有 `expiresAt` 的密钥：此后每次调用都需要密钥。',
    },
    queueFull: {
      title: '此密钥排队的任务过多',
      advice:
        '请按 Retry-After 指定的时间后重试，或每次少发一些。上限由其 `queueLimit` 或 `KILN_QUEUE_PER_KEY` 设定。',
    },
    tooManyUploads: {
      title: '此密钥同时上传的批次过多',
      advice:
        '请在 Retry-After 指定的时间后用同一个 Idempotency-Key 重试，或逐个上传批次。`KILN_UPLOADS_PER_KEY` 设定可同时上传多少个。',
    },
    headersTooLarge: {
      title: '请求头过大',
      advice: '所有请求头合计不得超过 16 kB。',
    },
    internal: {
      title: 'kiln 内部错误',
      advice: '请在日志中查找请求 ID（X-Request-Id 头）并报告。',
    },
    redisUnsafe: {
      title: 'Redis 无法可靠保存数据',
      advice: '请更正错误说明中列出的设置；在此之前不接受任何任务。',
    },
    ledgerNewer: {
      title: '更新版本的 kiln 正在使用这些数据',
      advice: '请换成其他进程正在运行的版本：此版本会误读这些数据，因此不执行任何操作。',
    },
    kieNotAsked: {
      title: '无法向 KIE 查询',
      advice: '请按 Retry-After 指定的时间后重试；原因见错误说明。未做任何更改。',
    },
    redisAway: {
      title: '无法连接 Redis',
      advice:
        '请按 Retry-After 指定的时间后重试。对 POST /v1/jobs 请使用相同的 Idempotency-Key：第一次调用可能已写入。',
    },
  },

  faults: {
    mismatch: (at, expected, got) => `${at} 应为：${expected}；实际为：${got}。`,
    unknownField: (at) => `${at} 不是此调用的字段。`,
  },

  body: '请求体',

  expected: {
    text: '文本',
    number: '数字',
    wholeNumber: '整数',
    flag: 'true 或 false',
    object: '对象',
    list: '列表',
    oneOf: (values) => `以下值之一：${values.join('、')}`,
    atLeast: (least) => `不小于 ${least}`,
    atMost: (most) => `不大于 ${most}`,
    charactersAtLeast: (least) => `至少 ${least} 个字符`,
    charactersAtMost: (most) => `最多 ${most} 个字符`,
    itemsAtLeast: (least) => `至少 ${least} 项`,
    itemsAtMost: (most) => `最多 ${most} 项`,
  },

  forms: {
    printable: '仅含可打印字符的文本',
    storable: '不含 NUL 和不成对代理字符的文本',
    fewPairs: '最多 16 对',
    moment: '形如 2026-11-21T09:00:00Z 的时间',
    cursor: '另一页的 `nextCursor`',
    next: '先前应答中的 `next`',
    someFilter: '至少包含一个条件',
    taskId: '任务 ID：1 到 200 个可见 ASCII 字符，不含竖线',
    keyName: '名称：1 到 40 个字符，仅限小写字母、数字、_ 和 -',
  },

  got: {
    nothing: '未提供',
    object: '对象',
    list: (count) => `${count} 项的列表`,
    text: (count) => `${count} 个字符的文本`,
  },

  hints: {
    badName: '名称本身无效。',
    spelling: '请更正字段名或将其去掉；所有字段见 /docs。',
  },
}
