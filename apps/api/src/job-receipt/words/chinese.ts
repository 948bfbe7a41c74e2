import type { Words } from './words.ts'

export const CHINESE: Words = {
  title: '凭单',
  of: (id) => `${id} 的凭单`,
  madeAt: (at) => `生成于 ${at}。所有时间均为 UTC。`,

  sections: {
    job: '作业',
    money: '积分',
    outcome: '结局',
    attempts: '各次尝试',
    waits: '等待',
    notKnown: '未知事项',
    timeline: '全部经过',
    input: '输入（与发送的完全一致）',
  },

  job: {
    id: '作业',
    customId: '您的编号',
    batchId: '批次',
    model: '模型',
    taskIds: 'KIE 任务',
    state: '状态',
    createdAt: '接受时间',
    finishedAt: '结束时间',
    cancelRequestedAt: '请求取消',
  },

  money: {
    quoted: '运行前报价',
    held: '最近一次尝试从预算中预留',
    charged: 'KIE 已告知的扣费',
    credits: (amount) => `${amount} 积分`,
    unknown: '未知',
    nothing: '无',
  },

  outcome: {
    failure: '失败',
    code: 'KIE 代码',
    message: 'KIE 的原话',
    charged: '扣费',
    advice: '怎么办',
    parked: '等待人工处理',
    waitingFor: '正在等待',
    results: '结果',
    object: '结果',
    expiresAt: 'KIE 的链接通常失效于',
    none: '尚无结论。',
    nothing: '已结束，没有结果。',
  },

  attempts: {
    none: '没有开始任何尝试：没有向 KIE 发送任何内容。',
    columns: {
      attempt: '序号',
      begunAt: '写下意图',
      sentAt: '发送 createTask',
      answeredAt: '应答',
      answer: '应答内容',
      taskId: 'KIE 任务',
      reads: '读取',
      callbacks: '回调',
      ended: '结束',
      charged: '扣费',
    },
    noAnswer: '没有写下应答',
    goesOn: '进行中',
  },

  waits: {
    none: '从未等待。',
    columns: { since: '自', until: '至', ms: '时长', gates: '被何拦住' },
    turn: '轮到自己，或窗口中的位置',
    still: '仍在等待',
  },

  notKnown: {
    none: '没有重要的未知事项：一切均已告知。',
    text: {
      price: () => '作业可能的费用：价格未知。',
      sent: () => 'createTask 是否已发送：没有写下它的应答。',
      task: () => 'KIE 是否生成了任务：调用可能已到达，而应答没有说明。',
      charge: () => 'KIE 是否为该次尝试扣费，以及扣了多少。',
      result: () => '是否有结果：KIE 没有给出。',
      verdict: () => '结局如何：尚无结论。',
      record: () => '记录的内容：无法读取。',
      entries: (count) => `因空间不足而省略的 ${count} 个条目的内容。`,
    },
  },

  parked: {
    noAnswer: 'createTask 的应答丢失，也没有回调说明。再次发送之前，请先在 KIE 自己的日志中查找该任务。',
    noVerdict: 'KIE 一天之内没有给出结论。请向 KIE 询问该任务。',
    taskVanished: 'KIE 不再认识该任务。请询问 KIE 它的下落以及是否扣费。',
    noResult: 'KIE 报告成功却没有给出结果。任务已付费，请向 KIE 索取。',
    quarantined: '记录无法读取，需要 kiln 的维护者查看。',
  },

  timeline: { at: '时间', what: '事件', told: '详情' },
  hidden: '此副本中已略去。',
}
