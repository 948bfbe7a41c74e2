import type { Words } from './words.ts'

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)

export const CHINESE: Words = {
  emptyBody: '请求体为空。',
  scopeNeeded: (needed, held) => `此调用需要权限 \`${needed}\`；该密钥具有 ${codes(held).join('、')}。`,
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
  batchBudget: {
    hint: '请提高批次的预算，或换用其他模型。',
    knownPrice: '价格已知的模型',
    priceUnknown: (budget) => `该模型的价格未知，而此批次最多可使用 ${budget} 积分。`,
    atMost: (budget) => `不超过 ${budget} 积分`,
    overBudget: (ceiling, budget) =>
      `该任务最多可能花费 ${ceiling} 积分，而此批次最多可使用 ${budget} 积分。`,
  },
  batch: {
    empty: '批次中没有任何行。',
    allBad: (lines) => `${lines} 行中没有一行可以执行；原因见 \`badLines\`。`,
    rejected: (bad, lines) =>
      `${lines} 行中有 ${bad} 行无法执行；按 \`onInvalid=reject\` 的要求，未保存任何内容。`,
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
