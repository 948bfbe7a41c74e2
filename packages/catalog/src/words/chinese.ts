import type { NumberWords } from './english.ts'
import { CHINESE_RULES } from './chinese-rules.ts'
import type { Words } from './words.ts'

const list = (names: readonly string[]) => names.join('、')
const or = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join('、')} 或 ${parts.at(-1)}`

export const CHINESE: Words = {
  both: (first, second) => `${first}${second}`,
  pick: (texts) => texts.zh,

  expected: {
    text: (length, pattern) =>
      `${length === null ? '' : `长度为 ${length.min} 到 ${length.max} 个字符的`}文本${
        pattern === null ? '' : `，格式须符合 ${pattern}`
      }`,
    textAtMost: (max) => `不超过 ${max} 个字符的文本`,
    chineseTextAtMost: (max) => `不超过 ${max} 个字符的文本（中文文本）`,
    number: ({ isWhole, min, max, step, extra }: NumberWords) =>
      `${bounds(min, max)}${isWhole ? '整数' : '数字'}${step === null ? '' : `，步长为 ${step}`}${
        extra.length === 0 ? '' : `（或 ${list(extra)}）`
      }`,
    asText: (number) => `${number}，以文本形式传入`,
    flag: 'true 或 false',
    oneOf: (values) => `以下值之一：${list(values)}`,
    someOf: or,
    list: '列表',
    listOf: (min, max, item) => `${sizeOf(min, max)}的列表，每项为${item}`,
    listAtMost: (max) => `最多 ${max} 项的列表`,
    listOfExactly: (count) => `恰好 ${count} 项的列表`,
    object: (names) => `包含以下字段的对象：${list(names)}`,
    url: (schemes, hosts) => `${hosts === null ? '' : `位于 ${or(hosts)} 的`}绝对 URL（${or(schemes)}）`,
    shortUrl: (url, max) => `${url}，不超过 ${max} 个字符`,
    reachableUrl: (url) => `KIE 可以访问的${url}`,
    value: '一个值',
    nothing: '不提供该参数',
    anotherValue: '其他值',
    anotherValueThan: (values) => `除 ${list(values)} 以外的值`,
    when: (expected, condition) => `${expected}（条件：${condition}）`,
    unless: (expected, condition) => `${expected}（例外：${condition}）`,
    exactlyOneOf: (names) => `${list(names)} 中恰好一个`,
    atLeastOneOf: (names) => `${list(names)} 中至少一个`,
    onlyOneOf: (groups) => `只能是其中之一：${groups.join(' 或 ')}`,
    group: (names) => names.join(' 与 '),
    charactersInAll: (max, path) => `所有 ${path} 合计不超过 ${max} 个字符`,
    itemsInAll: (max, names) => `${list(names)} 合计不超过 ${max} 项`,
    sumInAll: (limit, path, limitName) => `所有 ${path} 之和不超过 ${limit}（即 ${limitName} 的值）`,
    asLongAs: (name) => `与 ${name} 项数相同的列表`,
    differentInEach: (name) => `在 ${name} 的每一项中互不相同的值`,
    range: (min, max) => `${bounds(min, max)}值`,
    multipleOf: (step) => `${step} 的倍数`,
    greaterThan: (name, least, most) =>
      `大于 ${name} 的值${least === undefined ? '' : `，至少大 ${least}`}${
        most === undefined ? '' : `，最多大 ${most}`
      }`,
    notAllAtOnce: (condition) => `不同时满足：${condition}`,
    underOneName: (names) => `只用一个名称提供的一个值，可用名称：${list(names)}`,
    knownModel: '模型目录中的模型 ID',
    runnableModel: 'KIE 可以运行的模型',
    callbackUrl: '已配置的回调 URL',
  },

  got: {
    nothing: '未提供',
    object: '对象',
    list: (count) => `${count} 项的列表`,
    text: (count) => `${count} 个字符的文本`,
    untrimmed: (count) => `${count} 个字符的文本，首尾带有空白`,
    withControl: (count) => `${count} 个字符的文本，其中含有控制字符`,
    withHalfPair: (count) => `${count} 个字符的文本，其中含有不成对的代理字符`,
    withPassword: '带有用户名或密码的 URL',
    onHost: (host) => `位于 ${host} 的 URL`,
    countAgainst: (count, other) => `${count} 项，而另一个为 ${other} 项`,
    numberOver: (number, other) => `${number}，而另一个为 ${other}`,
    sameTwice: '重复的值',
  },

  faults: {
    mismatch: (at, expected, got) => `${at} 应为：${expected}；实际为：${got}。`,
    mustBe: (at, expected) => `${at} 应为：${expected}。`,
    tooMuch: (at, expected, got) => `${at} 应满足：${expected}；实际为：${got}。`,
    requiredWhen: (at, condition) => `如果 ${condition}，则必须提供 ${at}。`,
    requiredUnless: (at, condition) => `除非 ${condition}，否则必须提供 ${at}。`,
    requiredWith: (at, names) => `提供 ${list(names)} 时，必须同时提供 ${at}。`,
    forbiddenWhen: (at, condition) => `如果 ${condition}，则不能提供 ${at}。`,
    valueForbiddenWhen: (at, value, condition) => `如果 ${condition}，则 ${at} 不能为 ${value}。`,
    missing: (at, needed) => `缺少 ${at}，模型需要：${needed}。`,
    exclusive: (at, names) => `${at} 不能与 ${list(names)} 同时提供。`,
    badCombination: (at, condition) => `${at} 的取值组合无效：${condition}。`,
    unknownParameter: (at) => `${at} 不是此模型的参数。`,
    impossibleName: (at) => `${at} 不能用作对象的字段名。`,
    secondName: (at, name) => `${at} 是参数 ${name} 的另一个名称，但两处提供的值不同。`,
    unknownModel: (at, name) => `${at} 应为：模型目录中的模型 ID；实际为：${name}。`,
    placeholderModel: (at, id) => `${at} 应为：KIE 可以运行的模型；实际为：${id}，这是模型系列的名称。`,
    callbackNeeded: (at, id) => `${at}：模型 ${id} 必须配合回调 URL 运行，但尚未配置。`,
  },

  hints: {
    giveValue: '请提供一个值；空值视为未提供。',
    giveItToo: '请同时提供该参数的值。',
    sendThatKind: '请传入该类型的值。',
    sendThatValue: '请传入该值。',
    useListed: '请使用其中一个值。',
    didYouMean: (names) => `您是不是想用 ${or(names)}？`,
    itTakes: (names) => `可用的参数：${list(names)}。`,
    strictName: (name) => `请使用名称 ${name}：严格模式不接受其他名称。`,
    shorten: (by, max) => `请删减 ${by} 个字符，使其不超过 ${max} 个。`,
    shortenInAll: (by) => `请删减 ${by} 个字符。`,
    writeAtLeast: (min) => `请至少填写 ${min} 个字符。`,
    writeInForm: '请按此格式填写。',
    trim: '请去掉首尾的空白。',
    removeControl: '请删除控制字符。',
    wellFormed: '请传入格式正确的 Unicode 文本。',
    wholeNumber: '请传入整数。',
    inDigits: '请用数字书写。',
    withinRange: '请选择范围内的值。',
    roundTo: (step) => `请取整为 ${step} 的倍数。`,
    takeOut: (count) => `请去掉 ${count} 项。`,
    takeOff: (amount) => `请将总和减少 ${amount}。`,
    addMissing: '请补充缺少的项。',
    sendSoMany: (count) => `请传入 ${count} 项。`,
    oneForEach: '请为每一项各提供一个。',
    renameOne: '请修改其中一个。',
    moveOne: '请调整其中一个值。',
    changeOne: '请更改其中一个值。',
    addOne: '请补充一个。',
    keepOne: '请只保留其中一个。',
    keepEither: (names, others) => `请只保留 ${list(names)} 或 ${list(others)}。`,
    anotherValue: '请选择其他值。',
    leaveOut: (name) => `请去掉 ${name}。`,
    leaveItOut: '请去掉该字段。',
    publicLink: '请提供可公开访问的文件链接。',
    noLogin: '请提供无需登录即可访问的链接。',
    uploadFile: '请将文件上传到 KIE 可以下载的位置，并提供该链接。',
    linkOn: (hosts) => `请提供位于 ${or(hosts)} 的链接。`,
    nameOneOf: (ids) => `请指定该系列中的一个模型：${list(ids)}。`,
    everyId: '所有模型 ID 见 GET /v1/models。',
    setCallback: '请将 KIE_CALLBACK_URL 设置为 KIE 可以访问此 API 的地址。',
  },

  warnings: {
    legacyModel: (id) => `${id} 已不在 KIE 的模型列表中，任务可能被拒绝。`,
    unverifiedModel: (id) => `${id} 仅见于第三方资料，任务可能被拒绝。`,
    placeholderModel: (id, ids) =>
      `${id} 是模型系列的名称，无法直接使用${ids.length === 0 ? '' : `；请改用以下模型之一：${list(ids)}`}。`,
    unknownPrice: (id) => `${id} 的价格未知。`,
    deprecated: (at) => `${at} 已被 KIE 弃用，可能会失效。`,
    ignoredWhen: (at, condition) => `如果 ${condition}，则 ${at} 不起作用。`,
    notChecked: (text) => `未检查：${text}。`,
    mayBeRefused: 'KIE 可能会拒绝该任务。',
    emptyReplaced: (at) => `${at} 为空，将使用默认值。`,
    firstTaken: (at, count) => `${at} 只接受一个文件；传入了 ${count} 个，仅发送第一个。`,
    sentAsItCame: (at) => `${at} 不是此模型的参数，将原样发送。`,
    unexpectedFile: (at, ending, types) => `${at} 的扩展名为 .${ending}，而模型接受 ${list(types)}。`,
    leftOut: (count) => `另有 ${count} 条警告未列出。`,
  },

  // Each begins with a name, so that the blank before it fits every sentence.
  conditions: {
    is: (name, value) => `${name} 为 ${value}`,
    isOneOf: (name, values) => `${name} 为 ${or(values)}`,
    isNot: (name, value) => `${name} 不为 ${value}`,
    given: (name) => `${name} 已提供`,
    notGiven: (name) => `${name} 未提供`,
    all: (conditions) => conditions.join('，且 '),
    any: (conditions) => conditions.join('，或 '),
  },

  rules: CHINESE_RULES,
}

function bounds(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return max === undefined ? '' : `不大于 ${max} 的`
  return max === undefined ? `不小于 ${min} 的` : `${min} 到 ${max} 之间的`
}

function sizeOf(min: number, max: number): string {
  if (min === max) return `包含 ${max} 项`
  return min === 0 ? `最多 ${max} 项` : `包含 ${min} 到 ${max} 项`
}
