import { pluralsOf } from '@kiln/languages'
import type { ENGLISH_DOCTOR } from './english.ts'

const plural = pluralsOf('ru')
const jobs = (count: number) =>
  plural(count, { one: 'задание', few: 'задания', many: 'заданий', other: 'задания' })

const BECAUSE = {
  'maxmemory-policy': 'вытесненная запись — потерянное задание',
  appendonly: 'после перезапуска забывается то, что уже оплачено',
  appendfsync: 'при сбое питания забывается последняя секунда, и задания оплачиваются дважды',
} as const

const SAYS: typeof ENGLISH_DOCTOR.says = {
  settingsGood: 'все настройки читаются и согласуются между собой.',
  settingWrong: ({ variable, message }) => `${variable} ${message}`,
  settingOdd: ({ variable, message }) => `${variable} ${message}`,
  limitAboveKie: ({ limit, known }) =>
    `KILN_SUBMIT_LIMIT равен ${limit}; KIE даёт счёту ${known}, если не договорено о большем.`,
  stateFolderShut: ({ folder, reason }) =>
    `исполнитель не может писать в ${folder} (${reason}): когда он завершится, никто не заметит, что Redis вернулся в прошлое.`,
  nodeGood: ({ version }) => `версия ${version}.`,
  nodeOld: ({ version }) => `версия ${version} слишком старая.`,
  redisGood: ({ version }) => `${version} отвечает, ничего не вытесняет и пишет каждую запись на диск.`,
  redisSilent: ({ address, reason }) => `${address} недоступен: ${reason}`,
  redisRefuses: ({ address, reason }) => `${address} отклоняет вход: ${reason}`,
  redisProtected: ({ address }) => `${address} в защищённом режиме: он слышит только свою машину.`,
  redisForbids: ({ reason }) => `этому пользователю нельзя выполнять скрипты kiln: ${reason}`,
  redisOld: ({ version }) => `версия ${version} старше тех, на которых kiln проверен.`,
  redisIsReplica: ({ address }) => `${address} — реплика, она не принимает запись.`,
  redisCannotWrite: ({ reason }) => `запись на диск не удалась: ${reason}`,
  redisFills: ({ percent }) =>
    `занято ${percent} % памяти; когда она кончится, новые задания приниматься не будут.`,
  contractBroken: ({ setting, wanted, got }) =>
    `${setting} должно быть ${wanted}, сейчас ${got || 'пусто'}: ${BECAUSE[setting]}.`,
  contractHidden: 'CONFIG GET запрещён: kiln не видит noeviction и AOF always и не запустится.',
  contractDeclared: 'KILN_REDIS_CONTRACT=declared: noeviction и AOF always проверяли только вы.',
  contractUnsafe:
    'KILN_REDIS_CONTRACT=unsafe: при сбое питания задания могут потеряться или оплатиться дважды.',
  ledgerNewer: ({ schema, known }) =>
    `схема журнала заданий — ${schema}, а эта версия kiln знает схемы до ${known}: с ним работает более новая.`,
  clocksGood: ({ seconds }) => `часы этой машины и Redis расходятся на ${seconds} с.`,
  clockOff: ({ seconds }) =>
    `часы этой машины и Redis расходятся на ${seconds} с. kiln сверяется с часами Redis, так что ничего не сломается, но время в журнале обманчиво.`,
  kieClockOff: ({ seconds }) =>
    `часы KIE и Redis расходятся на ${seconds} с: подписанные обратные вызовы будут отвергнуты.`,
  kieGood: ({ host, credits }) => `${host} принимает ключ; кредитов осталось: ${credits}.`,
  kieSimulated: ({ host, credits }) =>
    `${host} принимает ключ; это не настоящий KIE, кредиты (${credits}) не настоящие.`,
  kieWithoutCredits: ({ host, credits }) =>
    `${host} принимает ключ, но остаток равен ${credits}: задания ждут за шлюзом credits.`,
  kieKeyRefused: ({ host, said }) => `${host} не принимает ключ: ${said}`,
  kieSilent: ({ host, said }) => `${host} не сообщил остаток: ${said}`,
  callbackGood: ({ url }) => `${url} отсюда ведёт к kiln.`,
  callbackUnset:
    'KIE_CALLBACK_URL не задан: результаты узнаются опросом, а потерянный ответ сразу ждёт человека.',
  callbackSilent: ({ url, reason }) => `${url} недоступен: ${reason}`,
  callbackMoved: ({ url, status }) =>
    `${url} перенаправляет (${status}), и обратный вызов может потеряться по дороге.`,
  callbackElsewhere: ({ url, status }) => `${url} отвечает ${status}, и это не kiln.`,
  apiGood: ({ address, workers }) => `${address} готов, исполнителей: ${workers}; все шлюзы открыты.`,
  apiSilent: ({ address, reason }) => `${address} не отвечает: ${reason}`,
  apiNotReady: ({ address, reason }) => `${address} не готов: ${reason}`,
  apiKeyRefused: ({ address, reason }) => `${address} работает, но своего состояния не показывает: ${reason}`,
  noWorker: 'за последние 30 с не отозвался ни один исполнитель: задания принимаются, но не отправляются.',
  workersDiffer: ({ names }) => `у ${names} другие пределы, бюджеты или сроки, чем у API.`,
  versionsMixed: ({ versions }) => `рядом работают версии ${versions}. На время обновления это безопасно.`,
  workerClockOff: ({ name, seconds }) =>
    `часы ${name} и Redis расходятся на ${seconds} с. Ничего не сломается, но время в его журнале обманчиво.`,
  gateClosed: ({ gate, detail, jobsHeld }) =>
    `шлюз ${gate} закрыт и удерживает ${jobsHeld} ${jobs(jobsHeld)}: ${detail}`,
}

const MENDS: typeof ENGLISH_DOCTOR.mends = {
  settingWrong: 'Все настройки перечислены в docs/configuration.md.',
  limitAboveKie: ({ known }) =>
    `Уберите настройку, и будет ${known}; или оставьте, если KIE поднял предел этого счёта.`,
  stateFolderShut:
    'Укажите в KILN_STATE_DIR папку, в которую исполнитель может писать и которая его переживёт.',
  nodeOld: ({ needed }) => `Установите Node.js ${needed} или новее; 22 и 24 подходят.`,
  redisSilent: 'Запустите его или исправьте адрес и порт в REDIS_URL; возможно, мешает межсетевой экран.',
  redisRefuses: 'Укажите в REDIS_URL верные имя и пароль: redis://user:password@host:port.',
  redisProtected:
    'Заведите пользователей с паролями, как в ops/redis/users.acl, и укажите одного в REDIS_URL.',
  redisForbids: 'Дайте ему права пользователя `kiln` из ops/redis/users.acl и ключи под KILN_PREFIX.',
  redisOld: ({ needed }) => `Возьмите Redis ${needed} или новее либо Valkey.`,
  redisIsReplica: 'Укажите в REDIS_URL основной сервер.',
  redisCannotWrite: 'Проверьте свободное место, права на папку данных и журнал Redis.',
  redisFills: 'Увеличьте maxmemory. Принятые задания продолжаются и тогда.',
  contractBroken: ({ setting, wanted }) =>
    `CONFIG SET ${setting} ${wanted}; запишите это и в redis.conf, чтобы сохранилось после перезапуска: всё есть в ops/redis/redis.conf.`,
  contractHidden:
    'Разрешите CONFIG GET или проверьте все три настройки сами и задайте KILN_REDIS_CONTRACT=declared.',
  contractDeclared: 'Если CONFIG GET разрешён, уберите настройку, и kiln проверит сам.',
  contractUnsafe: 'Уберите настройку до настоящих заданий.',
  ledgerNewer: 'Запустите более новую версию; путь назад описан в docs/operating.md.',
  clockOff: 'Синхронизируйте часы обеих машин по NTP.',
  kieClockOff: 'Синхронизируйте часы машины с Redis по NTP.',
  kieWithoutCredits: 'Пополните счёт; ожидающие задания пойдут сами.',
  kieKeyRefused:
    'Скопируйте ключ заново с https://kie.ai/api-key в KIE_AI_API_KEY; проверьте там и список IP.',
  kieSilent: 'Проверьте KIE_BASE_URL, сервер имён и выпускает ли эту машину прокси или межсетевой экран.',
  callbackUnset: 'Укажите публичный адрес API с https. Опрос без них тоже безопасен, только чуть медленнее.',
  callbackSilent: 'Запустите API, проверьте имя, сертификат и прокси перед ним.',
  callbackMoved: 'Укажите в KIE_CALLBACK_URL адрес, на который он перенаправляет.',
  callbackElsewhere:
    'Пусть прокси передаёт /callbacks/kie/ в API, не требуя авторизации, или исправьте KIE_CALLBACK_URL.',
  apiSilent: 'Запустите его командой pnpm api или укажите, где он: kiln doctor --api <url>.',
  apiNotReady: 'Сначала исправьте сказанное о Redis и настройках; его журнал говорит то же.',
  apiKeyRefused: 'Задайте в KILN_API_KEY ключ с правом operate.',
  noWorker: 'Запустите его командой pnpm worker с теми же Redis и KILN_PREFIX.',
  workersDiffer:
    'Дайте всем процессам одинаковое окружение и перезапустите эти. Если они чужие, дайте той установке свой KILN_PREFIX.',
  versionsMixed: 'Завершите обновление.',
  workerClockOff: 'Синхронизируйте их по NTP.',
  gateClosed: 'Что открывает каждый шлюз, сказано в docs/gates.md.',
}

export const RUSSIAN_DOCTOR: typeof ENGLISH_DOCTOR = {
  subjects: {
    settings: 'Настройки',
    node: 'Node.js',
    redis: 'Redis',
    clock: 'Часы',
    kie: 'KIE',
    callback: 'Обратные вызовы',
    api: 'API',
  },
  says: SAYS,
  mends: MENDS,
  sum: (broken, advice) => {
    const faults =
      broken === 0
        ? 'Всё исправно'
        : `${broken} ${plural(broken, { one: 'неисправность', few: 'неисправности', many: 'неисправностей', other: 'неисправности' })}`
    const remarks = plural(advice, {
      one: 'замечание',
      few: 'замечания',
      many: 'замечаний',
      other: 'замечания',
    })
    return advice === 0 ? `${faults}.` : `${faults}, ${advice} ${remarks}.`
  },
}
