import type { Words } from '../../words.ts'
import type { ENGLISH_OPERATING_COMMANDS } from './english.ts'

export const CHINESE_OPERATING_COMMANDS: Pick<Words['commands'], keyof typeof ENGLISH_OPERATING_COMMANDS> = {
  failures: {
    summary: '按原因分组列出失败，或显示一个分组',
    details:
      '给出分组的 ID 时：样本、处理办法和下一条命令。趋势按小时，最右为最近一小时。没有该分组时退出码为 1。',
    options: {
      class: '仅此类别，例如 upstreamError',
      model: '仅此模型',
      batch: '仅此批次的失败，并按它计数',
      since: '此后有任务失败的分组：2026-11-21T12:00:00Z 或 2h',
      until: '此前有任务失败的分组',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  requeue: {
    summary: '先询问 KIE 任务的情况，再重新运行一个或多个任务',
    details:
      '给出任务的 ID 时只运行它；否则运行所有符合的失败任务，先显示计划并询问。KIE 已有的结果会直接采用，\n' +
      '仍在运行的任务会继续跟踪：均不产生费用。可能再次扣费的新尝试在确认之前不会进行。\n' +
      '在终端上或使用 --wait 时跟踪到结束；Ctrl-C 不会停止它。退出码 1 表示 API 拒绝、没有符合的任务，\n' +
      '或并非全部成功；2 表示无法询问。',
    options: {
      cause: 'kiln failures 中此分组的任务',
      class: '这样失败的任务，例如 upstreamError',
      model: '此模型的任务',
      batch: '此批次的任务',
      since: '此后失败的任务：2026-11-21T12:00:00Z 或 2h',
      until: '此前失败的任务',
      limit: '最多重新运行这么多',
      canary: '先运行这么多，全部成功后才运行其余',
      'stop-after': '同样的失败多于此数时停止；默认 20',
      plan: '只说明后果和费用',
      yes: '不询问',
      wait: '跟踪到结束',
      key: 'Idempotency-Key：同一调用带上它不会创建第二个',
      'confirm-charge': '可接受再次扣费',
      attempt: '单个任务：仅当这仍是最后一次尝试的编号',
      input: '单个任务：替换输入的内容：一个 JSON 对象；- 表示标准输入',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  requeueStatus: {
    summary: '显示批量重新运行的进度，或所有进行中的',
    details: '没有该批量运行，或它已结束而并非全部成功时，退出码为 1。',
    options: {
      all: '也列出已结束的，最近一百个',
      wait: '跟踪到结束',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  requeueAbort: {
    summary: '中止批量重新运行',
    details: '此后不再运行任何任务。已发送的继续；如不需要请取消它们。',
    options: {
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  jobs: {
    summary: '列出任务，最新的在前',
    details: '默认最新的 50 个。所有条件都须满足。',
    options: {
      state: '仅此状态，例如 running',
      model: '仅此模型',
      failure: '仅这样失败的，例如 upstreamError',
      batch: '仅此批次',
      'custom-id': '仅此 customId',
      cause: '仅 kiln failures 中的此分组',
      since: '此后接受的：2026-11-21T12:00:00Z 或 2h',
      until: '此前接受的',
      limit: '最多这么多',
      all: '全部，最多 10,000 个',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  pause: {
    summary: '不再向 KIE 发送新任务，或仅针对一个模型',
    details: '任务仍被接受并等待；运行中的会跟踪到结束。对所有工作进程有效，直到 kiln resume。',
    options: {
      model: '仅此模型的任务',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  resume: {
    summary: '在 kiln pause 之后重新发送任务',
    details: '无论是谁暂停的。如果 Redis 恢复到了较旧的状态，需要 --yes：见 docs/rolled-back.md。',
    options: {
      model: '仅此模型的任务',
      yes: '在 Redis 恢复到较旧的状态之后也恢复',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  system: {
    summary: '显示是什么阻挡任务：闸门、限额、积分、队列、工作进程',
    details:
      '使用 --check 时，需要人工处理则退出码为 1：只有人能打开的闸门、搁置的任务、没有工作进程，或积分一小时内用完。',
    options: {
      check: '需要人工处理时退出码为 1',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  top: {
    summary: '观察运行中的 kiln：闸门、限额、积分、任务、失败、批量运行',
    details: '每两秒重绘一次，每次三个请求。q 或 Ctrl-C 退出。不在终端上时只输出一次快照。',
    options: {
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
}
