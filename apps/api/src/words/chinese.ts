import type { Words } from './words.ts'

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)

export const CHINESE: Words = {
  emptyBody: '请求体为空。',
  scopeNeeded: (needed, held) => `此调用需要权限 \`${needed}\`；该密钥具有 ${codes(held).join('、')}。`,
  expiresInPast: {
    message: '`expiresAt` 必须是将来的时间。',
    expected: '将来的时间',
    hint: '如需永不过期的密钥，请省略它。',
  },
  didYouMean: (ids) => `您是不是想用 ${ids.join(' 或 ')}？`,
  waiting: {
    closed: {
      paused: (cause) => `提交已暂停：${cause}`,
      auth: (cause) => `KIE 拒绝了密钥，因此暂停提交和查询：${cause}`,
      edge: (cause) => `应答的不是 KIE，因此暂停提交：${cause}`,
      unreachable: (cause) => `无法连接 KIE：${cause}`,
      credits: (cause) => `账户积分已用完，充值后任务会自动继续：${cause}`,
      maintenance: (cause) => `KIE 正在维护：${cause}`,
      model: (cause) => `该模型目前不接受任务：${cause}`,
      rate: (cause) => `KIE 要求稍候：${cause}`,
    },
    causes: {
      pausedBy: (by) => `由 ${by} 暂停`,
      restarted: 'Redis 已重启；每个工作进程先报告自己记得的进度',
      rolledBack: (missing) =>
        `Redis 回到了过去，缺少最近 ${missing} 条付费记录；此后已付费的任务仍显示为排队`,
      forked: 'Redis 回到了过去，缺失记录处已由其他进程重新开始；此后已付费的任务仍显示为排队',
      otherLedger: 'Redis 中原来的账本已被另一个账本取代；旧账本里已付费的内容在这里未知',
      notReached: '连续五次调用未能到达 KIE',
      notOfKie: (answer) => `连续五次应答不可能来自 KIE：${answer}`,
      sickModel: (bad, all, lastBy) => `最近 ${all} 个任务中有 ${bad} 个失败，最后一个为 \`${lastBy}\``,
      notKie: (status) => `HTTP ${status}，其中没有 KIE 的应答`,
      notReadable: (status) => `HTTP ${status}，响应体过大或无法读取`,
    },
    pause: '下一次尝试前的等待。',
    windowFull: (places) => `提交窗口的 ${places} 个名额已全部占用。`,
    slowStart: '刚刚恢复提交，任务会先少量发送，直到 KIE 跟得上。',
    creditsShort: '账户积分不足以支付该任务，充值后会自动继续。',
    batchBudgetSpent: '批次的剩余预算不足以支付该任务：请取消其余任务，或让它继续等待。',
    budgetSpent: '该密钥今天的预算已用完，任务将在次日继续。',
    neverWithinBudget: '任务的费用可能超过该密钥的每日预算，或价格未知：请申请提高预算，或取消任务。',
    turn: '正在排队，等待轮到。',
    accepted: '已接受；再次查询时可看到排队位置。',
  },
  budget: {
    hint: '请申请提高预算（KILN_BUDGET_PER_DAY），或换用其他模型。',
    knownPrice: '价格已知的模型',
    priceUnknown: (budget) => `该模型的价格未知，而此密钥每天最多可使用 ${budget} 积分。`,
    atMost: (budget) => `不超过 ${budget} 积分`,
    overBudget: (ceiling, budget) =>
      `该任务最多可能花费 ${ceiling} 积分，而此密钥每天最多可使用 ${budget} 积分。`,
  },
  acts: {
    last: {
      requeue: (by, at) => `${by} 已于 ${at} 将其重新排队。`,
      adopt: (by, at) => `${by} 于 ${at} 要求重新排队，并在 KIE 找到了结果。`,
      resume: (by, at) => `${by} 于 ${at} 要求重新排队，而任务仍在运行。`,
      bind: (by, at) => `${by} 已于 ${at} 为其绑定任务。`,
      writeOff: (by, at) => `${by} 已于 ${at} 将其核销。`,
      cancel: (by, at) => `${by} 已于 ${at} 将其取消。`,
    },
    otherAttempt: (now, seen) => `任务现在是第 ${now} 次尝试，而不是第 ${seen} 次。`,
    moved: '在查看期间，任务已自行推进。',
    risks: {
      paid: '任务已有结果，并已付费。',
      paidWithoutResult: 'KIE 报告成功但没有结果：很可能已扣费。',
      parked: '无法得知该次尝试的结果：可能已扣费。',
      taskVanished: 'KIE 不认识或已不再保留该任务：可能已扣费。',
      kieSilent: 'KIE 未说明任务的情况：可能仍在运行，或已有结果。',
      chargeUnknown: 'KIE 结束了该次尝试，但未说明是否扣费。',
      noTask: '任务曾被发送，但没有已知的 KIE 任务：可能已扣费。',
    },
    costs: (credits) => `新的尝试需要 ${credits} 积分。`,
    costUnknown: '新的尝试费用未知。',
    taskRefused: {
      unknown: 'KIE 不认识该任务。',
      foreign: '其回调地址，或模型、输入、时间，与此任务不符。',
      taken: '它属于另一个任务。',
      hasTask: '此任务已有另一个 KIE 任务。',
      neverSent: '此任务从未发送，因此不可能有自己的 KIE 任务。',
    },
    notAsked: {
      noKey: 'API 没有可用的密钥：请同样为其设置 KIE_AI_API_KEY。',
      held: (cause) => `所有查询均已暂停：${cause}`,
      busy: '查询限额未能及时空出。',
      unclear: (code, message) => `KIE 返回 ${code}：${message}`,
    },
  },
  parked: {
    noAnswer:
      '请在 KIE 账户的日志中查找模型和输入相同、创建时间接近该次尝试的任务。找到则绑定；找不到则重新排队或核销。',
    noVerdict: '请重新排队：会先询问 KIE，已有的结果会直接采用，不再扣费。',
    taskVanished: '请在 KIE 账户的日志中查找。若那里也没有，请重新排队或核销。',
    noResult: '请重新排队：会先询问 KIE。若仍无结果，请向 KIE 索回积分。',
    quarantined: '若记录可读，请重新排队；否则请核销并重新提交任务。',
  },
  batchBudget: {
    hint: '请提高批次的预算，或换用其他模型。',
    knownPrice: '价格已知的模型',
    priceUnknown: (budget) => `该模型的价格未知，而此批次最多可使用 ${budget} 积分。`,
    atMost: (budget) => `不超过 ${budget} 积分`,
    overBudget: (ceiling, budget) =>
      `该任务最多可能花费 ${ceiling} 积分，而此批次最多可使用 ${budget} 积分。`,
  },
  batch: {
    quoteTooLong: (most) => `一次报价最多 ${most} 行：请分批查询。`,
    empty: '批次中没有任何行。',
    allBad: (lines) => `${lines} 行中没有一行可以执行；原因见 \`badLines\`。`,
    rejected: (bad, lines) =>
      `${lines} 行中有 ${bad} 行无法执行；按 \`onInvalid=reject\` 的要求，未保存任何内容。`,
    beyondQueue: (most) => `可执行的行超过 ${most} 行，而此密钥最多只能排队 ${most} 个任务。`,
    closing: '此服务器正在关闭：请使用相同的键重新发送批次。',
    tookTooLong: '批次传输时间过长，开头部分已被丢弃；请重新发送。',
    faults: {
      brokenOff: '请求体中断，或无法解压。',
      notJson: '请求体不是带有 `jobs` 列表的 JSON 对象。',
      headTooLong: '`jobs` 之外的某个字段过长。',
      headTooLate: '`defaults` 和 `budget` 必须写在 `jobs` 之前：各行在到达时即被检查。',
      defaultsUnreadable: '查询参数中的 `defaults` 必须是 JSON。',
    },
  },
  jobIs: (state, meaning) => `任务当前为 ${state}：${meaning}。`,
}
