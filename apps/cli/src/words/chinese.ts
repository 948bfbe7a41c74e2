import type { Words } from './words.ts'

export const CHINESE: Words = {
  both: (first, second) => `${first}${second}`,

  sentence: (text) => `${text}。`,

  help: {
    intro: 'kiln 可以查看模型、检查任务并计算费用，无需服务器，也不产生费用。',
    commands: '命令',
    options: '选项',
    examples: '示例',
    ofCommand: 'kiln <command> --help 显示选项和示例。',
    exitCodes: '退出码 0：正常。1：结果为否（某行有错误、ID 未知）。2：无法执行。',
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
    requeue: {
      summary: '先询问 KIE 任务的情况，再重新运行任务',
      details:
        'KIE 已有的结果会直接采用，仍在运行的任务会继续跟踪：均不产生费用。\n' +
        '可能再次扣费的新尝试，在确认之前会被拒绝，并说明可能的费用。\n' +
        '退出码 1 表示 API 拒绝，2 表示无法询问。',
      options: {
        'confirm-charge': '可接受再次扣费',
        attempt: '仅当这仍是最后一次尝试的编号',
        input: '替换输入的内容：一个 JSON 对象；- 表示标准输入',
        api: 'API 的地址，代替 KILN_API_URL',
      },
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
    noAddress: (got) => `API 的地址必须是 URL，收到 "${got}"。`,
    giveAddress: '请指定 --api，或设置 KILN_API_URL；pnpm start 会显示其 API 的地址。',
    silent: (host, told) => `${host} 的 API 没有应答：${told}`,
    noKiln: (host) => `${host} 上应答的不是 kiln 的 API，或版本不同。`,
    keyRefused: (status) => `API 拒绝了该密钥（${status}）。`,
    setKey: '请将 KILN_API_KEY 设为该 API 具有 read 权限的密钥。',
    answered: (status) => `API 返回了 ${status}。`,
  },

  job: {
    timeline: '经过',
    rows: {
      customId: '您的编号',
      model: '模型',
      taskId: 'KIE 任务',
      created: '接受时间',
      finished: '结束时间',
      waitsFor: '正在等待',
      credits: '积分',
      failure: '失败',
      advice: '怎么办',
      parked: '搁置',
      result: '结果',
      expires: '链接失效',
      receipt: '凭单',
    },
    quotedCharged: (quoted, charged) => `报价 ${quoted}，已扣 ${charged === null ? '暂无' : charged}`,
    until: (at) => `直到 ${at}`,
    place: (place) => `第 ${place} 位`,
    unknown: (id) => `没有作业 "${id}"。`,
    onlyOfReceipt: '--out 和 --hide-input 只用于凭单。',
    addReceipt: '请加上 --receipt。',
    written: (path) => `凭单已写入 ${path}。`,
    cannotWrite: (path, code) => `无法写入 ${path}（${code}）。`,
    nameFile: '请指定一个可写的现有文件夹中的文件。',
  },

  acts: {
    outcome: {
      requeued: (id) => `${id} 的新尝试正在排队。`,
      adopted: (id) => `${id} 已采用 KIE 早已得到的结果；未发送任何内容。`,
      resumed: (id) => `${id} 的任务仍在运行，kiln 继续跟踪；未发送任何内容。`,
    },
    bound: (id, state) => `${id} 已绑定其 KIE 任务，状态：${state}。`,
    writtenOff: (id) => `${id} 已核销。`,
    evidence: (attempts, task, said) => `已知：尝试 ${attempts} 次，KIE 任务 ${task}，KIE：${said}。`,
    noTask: '无',
    notAsked: '未询问',
    confirm: '如可接受再次扣费，请带上 --confirm-charge 重试。',
    lookAgain: '请重新查看任务；kiln parked 列出等待人工处理的任务。',
    setKey: '请将 KILN_API_KEY 设为该 API 具有 operate 权限的密钥。',
    badAttempt: (option, got) => `${option} 应为尝试的编号，实际为："${got}"。`,
    oneInput: '其中应为一个任务的输入：一个 JSON 对象。',
  },

  parked: {
    columns: ['ID', '模型', '原因', '自', '已知'],
    none: '没有等待人工处理的任务。',
    whatToDo: '处理办法',
    attempts: (count) => `尝试 ${count} 次`,
    silent: (minutes) => `已沉默 ${minutes} 分钟`,
    callbacks: (percent) => `${percent} % 的回调会到达`,
    stake: (credits) => `涉及：${credits}`,
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
