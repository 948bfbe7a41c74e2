import type { Words } from './words.ts'

export const CHINESE: Words = {
  both: (first, second) => `${first}${second}`,

  sentence: (text) => `${text}。`,

  help: {
    intro: 'kiln 无需服务器即可查看模型、检查任务并计算费用；连接服务器时可运行批次。',
    commands: '命令',
    options: '选项',
    examples: '示例',
    ofCommand: 'kiln <command> --help 显示选项和示例。',
    exitCodes: '退出码 0：正常。1：结果为否（某行有错误、任务失败、ID 未知）。2：无法执行。',
    language: 'kiln 支持 en、ru 和 zh：以 --lang 为准，其次是 LC_ALL、LC_MESSAGES 或 LANG，否则使用英文。',
    usage: (synopsis) => `kiln ${synopsis} [选项]`,
    json: '以 JSON 输出',
    lang: '输出语言：en、ru 或 zh',
    help: '显示此帮助',
  },

  commands: {
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
    schedule: {
      summary: '显示运行中的 kiln 所了解的模型运行时长',
      details:
        '向其 API 查询一次；如果它设有密钥，则使用 KILN_API_KEY 中的密钥。kiln 按这些数据查询运行中的任务。',
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
    cancel: {
      summary: '取消一个任务，或批次的其余部分',
      details: '排队中的任务立即结束，不产生费用；已开始的任务 KIE 无法停止。',
      options: { api: 'API 的地址，代替 KILN_API_URL' },
    },
  },

  usage: {
    noCommand: (name) => `kiln 没有命令 "${name}"。`,
    allCommands: (names) => `可用命令：${names.join('、')}；kiln --help 说明各命令的用途。`,
    takes: (name, wanted, got) => `kiln ${name} 的参数应为：${wanted || '无'}；实际为：${got || '未提供'}。`,
    seeHelp: (name) => `kiln ${name} --help 显示用法。`,
    unknownOption: (option) => `未知选项 '${option}'。`,
    valueMissing: (option) => `选项 '${option}' 需要一个值。`,
    takesNoValue: (option) => `选项 '${option}' 不接受值。`,
    badLanguage: (known, got) => `--lang 应为以下值之一：${known.join('、')}；实际为：${got || '未提供'}。`,
    writeLanguage: '请写成例如 --lang ru。',
    badCredits: (option, got) => `${option} 应为：不小于 0 的积分数；实际为："${got}"。`,
    badType: (known, got) => `--type 应为以下值之一：${known.join('、')}；实际为："${got}"。`,
    everyType: 'kiln models 列出每个模型及其类型。',
    notOneOf: (option, known, got) => `${option} 应为以下值之一：${known.join('、')}；实际为："${got}"。`,
    writeLike: (example) => `请写成例如 ${example}。`,
  },

  file: {
    stdin: '标准输入',
    missing: (name) => `${name} 不存在。`,
    isFolder: (name) => `${name} 是文件夹。`,
    forbidden: (name) => `没有读取 ${name} 的权限。`,
    cannotOpen: (name, code) => `无法打开 ${name}（${code}）。`,
    nameOne: '请指定任务文件，或用 - 表示标准输入。',
    empty: (name) => `${name} 为空。`,
    writeOne: '请在其中写入一个任务，或每行一个任务。',
    tooLarge: (name, megabytes) => `${name} 超过 ${megabytes} MB。`,
    notUtf8: (name) => `${name} 不是 UTF-8 编码。`,
    saveAsUtf8: '请将其保存为 UTF-8。',
    notJson: (name) => `无法将 ${name} 解析为 JSON。`,
    byLines: '请以 JSON 写入一个任务，或在 .jsonl 文件中每行写入一个任务。',
    noBatch: '它不是任务批次。',
    isList: (name) => `${name} 是一个列表。`,
    wrapList: '请将其放入对象 {"jobs": [...]} 中，或在 .jsonl 文件中每行写入一个任务。',
    goesOnAfterBatch: (name) => `${name} 的第一行是完整的批次，其后还有内容。`,
    goesOnAfterNoJob: (name) => `${name} 的第一行不是任务，其后还有内容。`,
    putAllTogether: '请将所有任务放入同一个 {"jobs": [...]} 中，或每行写入一个任务。',
    brokenOff: (name) => `${name} 不完整，中途中断。`,
    cannotWrite: (code) => `无法写入标准输出（${code}）。`,
  },

  models: {
    columns: ['ID', '类型', '厂商', '积分', '名称'],
    noneFits: '没有符合条件的模型；kiln models 列出全部模型。',
    unknown: (id) => `没有名为 "${id}" 的模型。`,
    didYouMean: (ids) => `您是不是想用 ${ids.join(' 或 ')}？`,
    everyId: '所有 ID 见 kiln models。',
  },

  page: {
    vendor: '厂商',
    type: '类型',
    output: '输出',
    status: '状态',
    alsoAs: '别名',
    needs: '需要',
    callbackUrl: '回调 URL：必须设置 KIE_CALLBACK_URL',
    takes: '耗时',
    seconds: (min, max) => `${min} 到 ${max} 秒`,
    input: '输入参数',
    each: '每项：',
    required: '必填',
    byDefault: (value) => `默认 ${value}`,
    cut: '（--json 显示全部）',
    prices: '价格',
    beyond: (free) => `超出前 ${free} 个的部分`,
  },

  units: {
    video: '每个视频',
    image: '每张图片',
    request: '每次请求',
    second: '每秒',
    minute: '每分钟',
    '1000_characters': '每 1000 个字符',
    megapixel: '每百万像素',
    '1M_output_audio_tokens': '每 100 万个输出音频 token',
    input_image: '每张输入图片',
  },

  money: {
    unknown: '未知',
    priceUnknown: '价格未知',
    credits: (amount) => `${amount} 积分`,
    cost: (credits, usd) => `${credits}，${usd} USD`,
  },

  verdict: {
    line: (line) => `第 ${line} 行`,
    needsCallback: (model) =>
      `${model} 只能在配置了回调 URL 时运行，而此处未设置 KIE_CALLBACK_URL：没有它的服务器会拒绝该任务。`,
    nothing: '其中没有任务。',
    allGood: (all) => `全部 ${all} 个任务均正确。`,
    someBad: (bad, all) => `${all} 个任务中有 ${bad} 个有错误。`,
  },

  total: {
    total: '合计',
    known: (known, all, cost) => `${all} 个中有 ${known} 个已知价格：${cost}`,
    warning: (message, count, first) => `${message}（共 ${count} 行，首次出现在第 ${first} 行）`,
    moreWarnings: (count) => `另有 ${count} 条警告；kiln check 显示全部`,
    moreBad: (count) => `另有 ${count} 行有错误；kiln check 显示全部`,
    budget: {
      fits: (credits) => `${credits} 积分的预算足够。`,
      mayExceed: (credits) => `${credits} 积分的预算可能不够。`,
      exceeds: (credits) => `${credits} 积分的预算不够。`,
      unknown: (credits) => `无法确定 ${credits} 积分的预算是否足够：有价格未知。`,
    },
  },

  schedule: {
    columns: ['时长', '次数'],
    noneKnown: '尚无运行记录：按目录中的时长或逐渐加长的间隔查询。',
    known: (runs) => `共计 ${runs} 次运行，较早的权重较低。`,
    ended: (half, nineInTen) =>
      `一半在 ${half} 秒内结束，九成${nineInTen === null ? '需要一小时或更久' : `在 ${nineInTen} 秒内结束`}。`,
    span: (from, to) => `${from} 秒至${to === null ? '一小时以上' : ` ${to} 秒`}`,
  },

  api: {
    noAddress: (got) => `API 的地址必须是 URL，收到 "${got}"。`,
    giveAddress: '请指定 --api，或设置 KILN_API_URL；pnpm start 会显示其 API 的地址。',
    silent: (told) => `API 没有应答：${told}`,
    noKiln: (told) => `这不是 kiln 的 API，或版本不同：${told}`,
    keyRefused: (status, told) => `API 拒绝了该密钥（${status}）：${told}`,
    setKey: '请将 KILN_API_KEY 设为该 API 具有所需权限的密钥：submit、read、operate。',
    brokeOff: '连接中断，而标准输入无法再次读取。',
    useFile: '请提交文件：它会自动重新发送。',
    stoppedSending: '发送批次时被中止；它可能已经到达。',
    sameKey: (key) => `使用 --key ${key}，同样的调用不会创建第二个。`,
  },

  batch: {
    lines: '行数',
    someInvalid: (good, bad) => `${good}，另有 ${bad} 行有错误`,
    states: '状态',
    waits: '等待',
    quoted: '报价',
    spent: '积分',
    credits: (charged, held, wasted) => `已扣 ${charged}，预留 ${held}，浪费 ${wasted}`,
    budget: '预算',
    used: (used, all) => `已用 ${used}，共 ${all} 积分`,
    created: '创建',
    canceled: '取消',
    ended: '结束',
    likelyEnd: '预计结束',
    balance: '之后的余额',
    notKnown: '未知',
    columns: ['ID', '状态', '完成', '各状态', '创建', '名称'],
    none: '还没有批次；用 kiln submit 创建。',
    follow: '跟踪到结束',
    fetch: '获取结果',
    stop: '取消其余部分',
    heldBy: (gate) => `等待：${gate}`,
    rate: (perSecond) => `${perSecond}/秒`,
    charged: (amount) => `${amount} 积分`,
    left: (duration) => `剩余 ${duration}`,
    seconds: (seconds) => `${seconds} 秒`,
    minutes: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
    hours: (hours, minutes) => `${hours} 小时 ${minutes} 分`,
    moreBad: (count) => `另有 ${count} 行有错误`,
    saved: (rows, path) => `${path}：${rows} 行`,
    cannotSave: (path, code) => `无法写入 ${path}（${code}）。`,
    saveElsewhere: '请指定其他文件；结果仍然保留，可用 kiln results 再次获取。',
    tooLongToQuote: (most) => `API 最多为 ${most} 行报价。`,
    quoteHere: 'kiln quote 按目录为任意长度的文件计算费用。',
    goesOn: (id) => `${id} 会继续运行。`,
    comeBack: (id) => `kiln batch ${id} --wait 继续跟踪，kiln cancel ${id} 取消它。`,
    jobCanceled: (id) => `${id} 已取消。`,
    jobEndsFirst: (id) => `${id} 已发送：kiln 会等到它结束，不再尝试。`,
  },

  difference: {
    added: 'KIE 新增',
    gone: 'KIE 已不再列出',
    back: '重新列出',
    inCatalogue: (status) => `目录中为 ${status}`,
    prices: '值得查看的价格：目录中的数字不同',
    none: '无',
    differs: (shared) => `目录与 KIE 的列表不同；双方共有 ${shared} 个模型。`,
    agrees: (shared) => `目录与 KIE 的列表一致；双方共有 ${shared} 个模型。`,
    correctOrUrl: '请更正，或提供 --url。',
    noKey: '未设置 KIE_AI_API_KEY。',
    setKey: '请将其设为 KIE 账户的密钥；模拟器接受任意值，例如 simulated。',
    notListed: (host, message, code) => `${host} 上的 KIE 未返回模型列表：${message}（${code}）。`,
    checkKey: '请检查 KIE_AI_API_KEY。',
    checkAddress: '请检查地址，稍后重试。',
  },
}
