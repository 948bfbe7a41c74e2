import { pluralsOf } from '@kiln/languages'
import { RUSSIAN_COMMANDS } from './commands/russian.ts'
import { RUSSIAN_DOCTOR } from './doctor/russian.ts'
import { RUSSIAN_KEYS } from './keys/russian.ts'
import { RUSSIAN_OPERATING } from './operating/russian.ts'
import type { Words } from './words.ts'

const plural = pluralsOf('ru')
const lines = (count: number) =>
  `${count} ${plural(count, { one: 'строка', few: 'строки', many: 'строк', other: 'строки' })}`
const ofJobs = (count: number) => `${count} ${plural(count, { one: 'задания', other: 'заданий' })}`
const credits = (count: number) =>
  `${count} ${plural(count, { one: 'кредит', few: 'кредита', many: 'кредитов', other: 'кредита' })}`
const models = (count: number) =>
  `${count} ${plural(count, { one: 'модель', few: 'модели', many: 'моделей', other: 'модели' })}`

export const RUSSIAN: Words = {
  both: (first, second) => `${first} ${second}`,

  sentence: (text) => `${text}.`,

  help: {
    intro:
      'kiln показывает модели, проверяет задания и считает их стоимость без сервера, а с сервером запускает пакеты заданий.',
    commands: 'Команды',
    options: 'Параметры',
    examples: 'Примеры',
    ofCommand: 'kiln <command> --help показывает параметры и примеры.',
    exitCodes:
      'Код завершения 0: всё хорошо. 1: ответ отрицательный (ошибка в строке, неудачное задание, неизвестный ID). 2: выполнить не удалось.',
    language:
      'kiln говорит на en, ru и zh: как указано в --lang, иначе в LC_ALL, LC_MESSAGES или LANG, иначе по-английски.',
    usage: (synopsis) => `kiln ${synopsis} [параметры]`,
    json: 'ответить в JSON',
    lang: 'язык ответа: en, ru или zh',
    help: 'показать эту справку',
  },

  commands: RUSSIAN_COMMANDS,

  doctor: RUSSIAN_DOCTOR,
  keys: RUSSIAN_KEYS,

  usage: {
    noCommand: (name) => `У kiln нет команды "${name}".`,
    allCommands: (names) => `Есть команды: ${names.join(', ')}; kiln --help расскажет о каждой.`,
    takes: (name, wanted, got) =>
      `kiln ${name}: ожидается ${wanted || 'вызов без аргументов'}; получено: ${got || 'ничего'}.`,
    seeHelp: (name) => `kiln ${name} --help показывает, как вызывать команду.`,
    unknownOption: (option) => `Неизвестный параметр '${option}'.`,
    valueMissing: (option) => `Параметру '${option}' нужно значение.`,
    takesNoValue: (option) => `Параметр '${option}' не принимает значение.`,
    badLanguage: (known, got) =>
      `--lang: ожидается одно из значений: ${known.join(', ')}; получено: ${got || 'ничего'}.`,
    writeLanguage: 'Укажите, например, --lang ru.',
    badCredits: (option, got) => `${option}: ожидается число кредитов от 0; получено: "${got}".`,
    badType: (known, got) => `--type: ожидается одно из значений: ${known.join(', ')}; получено: "${got}".`,
    everyType: 'kiln models показывает каждую модель с её типом.',
    notOneOf: (option, known, got) =>
      `${option}: ожидается одно из значений: ${known.join(', ')}; получено: "${got}".`,
    writeLike: (example) => `Укажите, например, ${example}.`,
  },

  file: {
    stdin: 'стандартный ввод',
    missing: (name) => `${name}: файл не существует.`,
    isFolder: (name) => `${name}: это папка.`,
    forbidden: (name) => `${name}: нет прав на чтение.`,
    cannotOpen: (name, code) => `${name}: не удаётся открыть (${code}).`,
    nameOne: 'Укажите файл с заданиями или - для стандартного ввода.',
    empty: (name) => `${name}: файл пуст.`,
    writeOne: 'Запишите в него одно задание или по одному в строке.',
    tooLarge: (name, megabytes) => `${name}: больше ${megabytes} МБ.`,
    notUtf8: (name) => `${name}: кодировка не UTF-8.`,
    saveAsUtf8: 'Сохраните файл в UTF-8.',
    notJson: (name) => `${name}: не удаётся прочитать как JSON.`,
    byLines: 'Запишите одно задание в JSON или по одному заданию в строке файла с именем .jsonl.',
    noBatch: 'это не пакет заданий.',
    isList: (name) => `${name}: это список.`,
    wrapList:
      'Поместите его в объект {"jobs": [...]} или запишите по одному заданию в строке файла с именем .jsonl.',
    goesOnAfterBatch: (name) => `${name}: после первой строки, в которой целый пакет, есть что-то ещё.`,
    goesOnAfterNoJob: (name) => `${name}: после первой строки, в которой не задание, есть что-то ещё.`,
    putAllTogether: 'Соберите все задания в один {"jobs": [...]} или запишите по одному заданию в строке.',
    brokenOff: (name) => `${name}: файл обрывается.`,
    cannotWrite: (code) => `Не удаётся записать в стандартный вывод (${code}).`,
  },

  models: {
    columns: ['ID', 'ТИП', 'ПОСТАВЩИК', 'КРЕДИТЫ', 'НАЗВАНИЕ'],
    noneFits: 'Подходящих моделей нет; kiln models покажет все.',
    unknown: (id) => `Модели "${id}" нет.`,
    didYouMean: (ids) => `Возможно, имелось в виду ${ids.join(' или ')}?`,
    everyId: 'Все ID показывает kiln models.',
  },

  page: {
    vendor: 'поставщик',
    type: 'тип',
    output: 'результат',
    status: 'статус',
    alsoAs: 'другие имена',
    needs: 'нужно',
    callbackUrl: 'адрес для обратных вызовов: задайте KIE_CALLBACK_URL',
    takes: 'время',
    seconds: (min, max) => `от ${min} до ${max} с`,
    input: 'Параметры',
    each: 'в каждом: ',
    required: 'обязательно',
    byDefault: (value) => `по умолчанию ${value}`,
    cut: '(--json показывает всё)',
    prices: 'Цены',
    beyond: (free) => `сверх первых ${free}`,
  },

  units: {
    video: 'за видео',
    image: 'за изображение',
    request: 'за запрос',
    second: 'за секунду',
    minute: 'за минуту',
    '1000_characters': 'за 1000 символов',
    megapixel: 'за мегапиксель',
    '1M_output_audio_tokens': 'за 1 млн аудиотокенов результата',
    input_image: 'за исходное изображение',
  },

  money: {
    unknown: 'неизвестно',
    priceUnknown: 'цена неизвестна',
    // A range such as 10-40 is no number, and wants the form of many.
    credits: (amount) => (Number.isNaN(Number(amount)) ? `${amount} кредитов` : credits(Number(amount))),
    cost: (amount, usd) => `${amount}, ${usd} USD`,
  },

  verdict: {
    line: (line) => `строка ${line}`,
    needsCallback: (model) =>
      `${model}: модель работает только с адресом для обратных вызовов, а KIE_CALLBACK_URL здесь не задан: без него сервер откажет в задании.`,
    nothing: 'Заданий в нём нет.',
    allGood: (all) => `Всё в порядке, проверено заданий: ${all}.`,
    someBad: (bad, all) => `С ошибками: ${bad} из ${ofJobs(all)}.`,
  },

  total: {
    total: 'Итого',
    known: (known, all, cost) => `известно для ${known} из ${all}: ${cost}`,
    warning: (message, count, first) => `${message} (${lines(count)}, первая — ${first})`,
    moreWarnings: (count) => `и ещё предупреждений: ${count}; kiln check покажет все`,
    moreBad: (count) => `и ещё строк с ошибками: ${count}; kiln check покажет все`,
    budget: {
      fits: (amount) => `Бюджета (${credits(amount)}) хватит.`,
      mayExceed: (amount) => `Бюджета (${credits(amount)}) может не хватить.`,
      exceeds: (amount) => `Бюджета (${credits(amount)}) не хватит.`,
      unknown: (amount) => `Неизвестно, хватит ли бюджета (${credits(amount)}): для части заданий нет цены.`,
    },
  },

  schedule: {
    columns: ['длительность', 'запусков'],
    noneKnown: 'Запусков пока не было: опрос идёт по каталогу или с растущими паузами.',
    known: (runs) => `Учтено запусков: ${runs}; более старые весят меньше.`,
    ended: (half, nineInTen) =>
      `Половина завершается за ${half} с, девять из десяти — ${nineInTen === null ? 'за час или дольше' : `за ${nineInTen} с`}.`,
    span: (from, to) => `от ${from} с до ${to === null ? 'часа и больше' : `${to} с`}`,
  },

  api: {
    noAddress: (got) => `Адрес API должен быть URL, получено: "${got}".`,
    secretInAddress: 'В адресе API не должно быть имени пользователя и пароля.',
    badKey: 'В KILN_API_KEY есть символы, которых в ключах не бывает.',
    copyKey: 'Скопируйте ключ заново: это одна строка видимых символов.',
    giveAddress: 'Укажите --api или задайте KILN_API_URL; pnpm start выводит адрес своего API.',
    silent: (told) => `API не отвечает: ${told}`,
    noKiln: (told) => `Это не API kiln или другая его версия: ${told}`,
    keyRefused: (status, told) => `API не принимает ключ (${status}): ${told}`,
    setKey: 'Задайте в KILN_API_KEY ключ этого API с нужными правами: submit, read, operate, admin.',
    brokeOff: 'Соединение прервалось, а стандартный ввод нельзя прочитать ещё раз.',
    useFile: 'Отправьте файл: он отправляется повторно сам.',
    stoppedSending: 'Отправка пакета прервана; он мог дойти.',
    sameKey: (key) => `С --key ${key} тот же вызов не создаст второй.`,
    seeBatches: 'kiln batches покажет ваши пакеты.',
    seeJobs: 'kiln jobs покажет ваши задания, kiln batches — пакеты.',
    linesAbove: 'Исправьте строки выше. Ничего не сохранено, не отправлено и не списано.',
  },

  batch: {
    lines: 'строки',
    someInvalid: (good, bad) => `${good}, с ошибками ${bad}`,
    states: 'состояния',
    waits: 'ожидает',
    quoted: 'оценка',
    spent: 'кредиты',
    credits: (charged, held, wasted) => `списано ${charged}, удержано ${held}, потрачено впустую ${wasted}`,
    budget: 'бюджет',
    used: (used, all) => `израсходовано ${used} из ${all}`,
    created: 'создан',
    canceled: 'отменён',
    ended: 'завершён',
    likelyEnd: 'вероятное завершение',
    balance: 'остаток после',
    notKnown: 'неизвестно',
    columns: ['ID', 'СТАТУС', 'ГОТОВО', 'СОСТОЯНИЯ', 'СОЗДАН', 'НАЗВАНИЕ'],
    none: 'Пакетов пока нет; создать пакет — kiln submit.',
    follow: 'следить до конца',
    fetch: 'получить результаты',
    stop: 'отменить остаток',
    heldBy: (gate) => `ожидает: ${gate}`,
    rate: (perSecond) => `${perSecond}/с`,
    charged: (amount) => credits(amount),
    left: (duration) => `осталось около ${duration}`,
    stalled: (duration) => `${duration} ничего не завершалось`,
    seconds: (seconds) => `${seconds} с`,
    minutes: (minutes, seconds) => `${minutes} мин ${seconds} с`,
    hours: (hours, minutes) => `${hours} ч ${minutes} мин`,
    moreBad: (count) => `и ещё строк с ошибками: ${count}`,
    saved: (rows, path) => `${path}: записано строк: ${rows}`,
    cannotSave: (path, code) => `${path}: не удаётся записать (${code}).`,
    saveElsewhere: 'Укажите другой файл; результаты сохранены, их можно получить снова через kiln results.',
    tooLongToQuote: (most) => `API оценивает не больше ${most} строк.`,
    quoteHere: 'kiln quote считает файл любой длины по каталогу.',
    goesOn: (id) => `${id} продолжает выполняться без вас.`,
    comeBack: (id) => `kiln batch ${id} --wait следит за ним снова, kiln cancel ${id} отменяет его.`,
    jobCanceled: (id) => `${id}: отменено.`,
    jobEndsFirst: (id) => `${id}: уже отправлено, kiln дождётся его конца, новых попыток не будет.`,
  },

  job: {
    timeline: 'Что происходило',
    rows: {
      customId: 'ваш ID',
      model: 'модель',
      taskId: 'задача KIE',
      created: 'принято',
      finished: 'закончено',
      waitsFor: 'ждёт',
      credits: 'кредиты',
      failure: 'отказ',
      advice: 'что делать',
      parked: 'отложено',
      result: 'результат',
      expires: 'ссылки истекают',
      receipt: 'квитанция',
    },
    quotedCharged: (quoted, charged) =>
      `оценка ${quoted}, списано ${charged === null ? 'пока ничего' : charged}`,
    until: (at) => `до ${at}`,
    place: (place) => `место ${place}`,
    onlyOfReceipt: '--out и --hide-input относятся к квитанции.',
    addReceipt: 'Добавьте --receipt.',
    written: (path) => `Квитанция в файле ${path}.`,
    cannotWrite: (path, code) => `${path} не удаётся записать (${code}).`,
    nameFile: 'Укажите файл в существующей папке, доступной для записи.',
  },

  difference: {
    added: 'Новое в KIE',
    gone: 'Больше нет в списке KIE',
    back: 'Снова в списке',
    inCatalogue: (status) => `в каталоге: ${status}`,
    prices: 'Цены, на которые стоит взглянуть: в каталоге другие числа',
    none: 'нет',
    differs: (shared) => `Каталог отличается от списка KIE; общее у них: ${models(shared)}.`,
    agrees: (shared) => `Каталог совпадает со списком KIE; общее у них: ${models(shared)}.`,
    correctOrUrl: 'Исправьте это или укажите --url.',
    noKey: 'KIE_AI_API_KEY не задан.',
    setKey: 'Укажите ключ аккаунта KIE; симулятор принимает любой, например simulated.',
    notListed: (host, message, code) => `KIE (${host}) не отдал список моделей: ${message} (${code}).`,
    checkKey: 'Проверьте KIE_AI_API_KEY.',
    checkAddress: 'Проверьте адрес и попробуйте ещё раз через секунду.',
  },

  ...RUSSIAN_OPERATING,
}
