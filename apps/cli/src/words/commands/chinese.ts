import { CHINESE_OPERATING_COMMANDS } from '../operating/commands/chinese.ts'
import type { Words } from '../words.ts'

export const CHINESE_COMMANDS: Words['commands'] = {
  models: {
    summary: '列出目录中的模型',
    details: '积分是使用默认设置的任务的费用。',
    options: {
      type: '用途，例如 t2i、i2v 或 tts',
      vendor: '厂商，例如 Google',
      status: 'active、legacy、unverified 或 placeholder',
      q: '在 ID、名称、厂商或别名中全部出现的词',
      'max-credits': '默认设置下任务的最高费用',
    },
  },
  model: {
    summary: '显示一个模型：输入参数、价格和警告',
    details: '使用 --json 时还包括输入的 JSON Schema 和需要询问用户的问题。',
    options: {},
  },
  check: {
    summary: '像 API 一样按模型规则检查任务',
    details:
      '文件可以是一个任务、{"jobs": [...]}，或每行一个任务（JSON Lines，长度不限），可用 gzip 压缩；- 表示读取标准输入。\n' +
      '使用 --json 时逐行输出结果。只要有一行有错误，退出码即为 1。',
    options: {},
  },
  quote: {
    summary: '按目录计算任务的费用',
    details:
      '接受与 kiln check 相同的文件。未知的价格显示为未知，绝不会是 0。\n只要有一行有错误，或预算不一定足够，退出码即为 1。',
    options: { budget: '这么多积分是否足够' },
  },
  diff: {
    summary: '将目录与 KIE 当前的模型列表比较',
    details:
      '使用 KIE_AI_API_KEY 中的密钥查询一次，不产生费用。有模型新增、消失或恢复时，退出码为 1。\n' +
      'KIE 的价格是文本：其中积分数不同的会显示出来，但本身不算差异。',
    options: { url: 'KIE 的地址，代替 KIE_BASE_URL' },
  },
  doctor: {
    summary: '检查整个部署，指出问题及解决办法',
    details:
      '读取 API 与工作进程所用的环境变量，请在它们运行的机器上执行。检查设置、Redis、时钟、密钥、余额、回调通路，\n' +
      '以及 API 和工作进程；不做任何更改，也不产生费用。有故障时退出码为 1。',
    options: { api: 'API 的地址，代替 KILN_API_URL' },
  },
  schedule: {
    summary: '显示运行中的 kiln 所了解的模型运行时长',
    details:
      '向其 API 查询一次；如果它设有密钥，则使用 KILN_API_KEY 中的密钥。kiln 按这些数据查询运行中的任务。',
    options: { api: 'API 的地址，代替 KILN_API_URL' },
  },
  job: {
    summary: '显示运行中的 kiln 的一个作业：状态、等待原因、费用和全部经过',
    details:
      '向其 API 查询；若其设有密钥，使用 KILN_API_KEY。加 --receipt 则输出可以发给 KIE 的页面，\n' +
      '写到标准输出或文件。没有该作业时退出码为 1。',
    options: {
      receipt: '凭单，HTML 格式；加 --json 则为 JSON',
      'hide-input': '凭单中略去输入，便于转发',
      out: '将凭单写入此文件',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  parked: {
    summary: '列出等待人工处理的任务及处理办法',
    details: '向运行中的 kiln 查询；若其需要密钥，则使用 KILN_API_KEY。不做任何更改。',
    options: { api: 'API 的地址，代替 KILN_API_URL' },
  },
  bind: {
    summary: '为任务绑定 KIE 为其创建的任务',
    details:
      '用于未确认或已搁置的任务，任务 ID 来自 KIE 账户的日志。会询问 KIE 是否相符，不产生费用。\n' +
      '退出码 1 表示该 KIE 任务被拒绝。',
    options: { api: 'API 的地址，代替 KILN_API_URL' },
  },
  'write-off': {
    summary: '核销已搁置的任务',
    details: '任务将变为已取消；是否扣费仍然未知。退出码 1 表示任务未被搁置。',
    options: { api: 'API 的地址，代替 KILN_API_URL' },
  },
  submit: {
    summary: '将任务文件作为一个批次提交',
    details:
      '接受与 kiln check 相同的文件，最多 100,000 行。正确的行会运行，有错误的行会连同行号一起报告。\n' +
      '只要有一行有错误，退出码即为 1；使用 --wait 时，只要有任务未成功也为 1。Ctrl-C 结束等待（退出码 130），批次继续运行。',
    options: {
      quote: '显示费用和完成时间，不提交',
      wait: '显示进度直到结束',
      out: '等待结束，然后将结果写入该文件，每个任务一行',
      name: '批次的名称',
      budget: '所有任务合计的最高费用；与 --quote 同用时判断是否足够',
      'on-invalid': '其他行有错误时，运行正确的行（run，默认）或全部不运行（reject）',
      key: 'Idempotency-Key：同一密钥和同一文件得到同一批次',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  batch: {
    summary: '显示一个批次：状态、积分、时间',
    details: '使用 --wait 时，只要有任务未成功，退出码即为 1；使用 --errors 时，只要有一行有错误即为 1。',
    options: {
      wait: '显示进度直到结束',
      errors: '改为显示有错误的行',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  batches: {
    summary: '列出批次，最新的在前',
    details: '默认显示最近 20 个。',
    options: { all: '全部列出', api: 'API 的地址，代替 KILN_API_URL' },
  },
  results: {
    summary: '随时获取批次的结果',
    details: '每个被接受的行对应一行 JSON，按原顺序。连接中断后从中断处继续。\n文件完整后才会使用其名称。',
    options: {
      out: '写入该文件，而不是标准输出',
      state: '仅限处于该状态的任务，例如 failed',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  'retry-failed': {
    summary: '先逐个询问 KIE，再重新运行批次中失败的任务',
    details:
      '与 kiln requeue 处理单个任务相同：KIE 已有的结果会直接采用，仍在运行的任务会继续跟踪，\n' +
      '可能再次扣费的任务在确认之前保持不变并计数。\n' +
      '退出码 1 表示有任务被保留或拒绝，2 表示无法询问。',
    options: {
      class: '仅限以此类原因失败的任务，例如 upstreamError',
      'confirm-charge': '每个任务都可接受再次扣费',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  cancel: {
    summary: '取消一个任务、批次的其余部分，或许多任务',
    details:
      '给出任务或批次的 ID 时只取消它；否则取消所有符合的任务，先显示计划并询问。排队中的立即结束，不产生费用。\n' +
      '已开始的任务 KIE 无法停止：只作标记，运行到结束后即为取消；--state queued 不会动它们。\n' +
      '在终端上或使用 --wait 时跟踪到结束；Ctrl-C 不会停止它。退出码 1 表示 API 拒绝或没有符合的任务，2 表示无法询问。',
    options: {
      state: '此状态的任务，例如 queued',
      model: '此模型的任务',
      batch: '此批次的任务；尚未成为任务的行保持不变',
      'custom-id': 'customId 以此开头的任务',
      since: '此后接受的任务：2026-11-21T12:00:00Z 或 2h',
      until: '此前接受的任务',
      limit: '最多取消这么多，最旧的在前',
      plan: '只说明后果和节省的费用',
      yes: '不询问',
      wait: '跟踪到结束',
      key: 'Idempotency-Key：同一调用带上它不会创建第二个',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  'cancel status': {
    summary: '显示批量取消的进度，或所有进行中的',
    details: '没有该批量取消，或它已被中止时，退出码为 1。',
    options: { all: '也列出已结束的，最近一百个', wait: '跟踪到结束', api: 'API 的地址，代替 KILN_API_URL' },
  },
  'cancel abort': {
    summary: '中止批量取消',
    details: '此后不再取消任何任务。已取消的不变；如需运行请重新运行它们。',
    options: { api: 'API 的地址，代替 KILN_API_URL' },
  },
  'keys create': {
    summary: '创建 API 密钥',
    details:
      '密钥内容单独写到标准输出，且只显示一次。需要具有 admin 权限的密钥；如果还没有任何密钥，第一个必须具有该权限。\n上限对该租户的所有密钥生效；none 表示取消上限。\n要更改上限，请用新的数值为该租户再创建一个密钥。',
    options: {
      scope: '允许的操作，用 + 连接：submit、read、operate、admin',
      tenant: '提交和查看谁的任务；省略时为密钥名称',
      weight: '其他租户发出一个任务时，该租户发出几个',
      'budget-per-day': '该租户的任务每天可花费的积分',
      'queue-limit': '该租户可排队的任务数',
      expires: '从该日期或时间起拒绝',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  'keys list': {
    summary: '列出 API 密钥，包括已吊销的',
    details: '需要具有 admin 权限的密钥。不显示密钥内容，只显示最后四个字符。',
    options: {
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  'keys revoke': {
    summary: '永久吊销 API 密钥',
    details: '所有 API 将在五秒内拒绝它；其任务继续运行。如果这样将无人能管理密钥，退出码为 1。',
    options: {
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  audit: {
    summary: '列出人工操作，最新的在前',
    details: '默认最近 50 条，除非要求全部。需要具有 admin 权限的密钥。',
    options: {
      actor: '仅使用该密钥的操作',
      act: '仅此类操作，例如 requeue',
      bulk: '该批量重跑或取消对每个任务所做的操作；仅这样列出',
      since: '仅该时间及以后：2026-11-21T12:00:00Z 或 2h',
      until: '仅该时间之前',
      all: '列出保留的全部，约 10,000 条',
      api: 'API 的地址，代替 KILN_API_URL',
    },
  },
  ...CHINESE_OPERATING_COMMANDS,
}
