import { pluralsOf } from '@kiln/languages'
import type { Words } from './words.ts'

const plural = pluralsOf('ru')
const ofCharacters = (count: number) => `${count} ${plural(count, { one: 'символа', other: 'символов' })}`
const ofItems = (count: number) => `${count} ${plural(count, { one: 'элемента', other: 'элементов' })}`

export const RUSSIAN: Words = {
  problems: {
    bodyUnparsable: {
      title: 'Тело запроса не удаётся прочитать как JSON',
      advice: 'Передайте один объект JSON в UTF-8, без ключей `__proto__` и `constructor.prototype`.',
    },
    urlUnparsable: {
      title: 'URL не удаётся раскодировать',
      advice: 'Закодируйте путь через процент (percent-encoding) в UTF-8.',
    },
    requestUnreadable: {
      title: 'Запрос не удаётся прочитать как HTTP',
      advice:
        'Обращайтесь к этому порту по обычному HTTP/1.1 и передавайте столько байтов, сколько указано в Content-Length.',
    },
    idempotencyKeyInvalid: {
      title: 'Неверный Idempotency-Key',
      advice: 'Используйте от 1 до 255 видимых символов ASCII и передавайте заголовок один раз.',
    },
    idempotencyKeyMissing: {
      title: 'Для этого вызова нужен Idempotency-Key',
      advice:
        'Передайте заголовок `Idempotency-Key`, созданный один раз для этого действия, и повторяйте вызов с ним же.',
    },
    keyMissing: {
      title: 'Нужен ключ API',
      advice:
        'Передайте `Authorization: Bearer <key>`. Ключи задаются в KILN_API_KEYS или создаются через `POST /v1/keys`.',
    },
    keyUnknown: {
      title: 'Ключ API неизвестен',
      advice:
        'Проверьте, нет ли в ключе лишних или потерянных символов и есть ли он ещё в KILN_API_KEYS или в ответе `GET /v1/keys`.',
    },
    keyRevoked: {
      title: 'Ключ API отозван',
      advice: 'Он больше не принимается. Запросите новый ключ.',
    },
    keyExpired: {
      title: 'Срок действия ключа API истёк',
      advice: 'Он больше не принимается. Запросите новый ключ.',
    },
    scopeMissing: {
      title: 'У ключа API нет прав на этот вызов',
      advice: 'Используйте ключ с правом, названным в описании ошибки, или с правом `admin`.',
    },
    foreignOrigin: {
      title: 'Запрос пришёл с другого сайта',
      advice:
        'Без ключей API обращаться могут только страницы этого компьютера. Чтобы пустить других, задайте KILN_API_KEYS.',
    },
    hostNotLoopback: {
      title: 'Заголовок Host указывает не на этот компьютер',
      advice:
        'Обращайтесь по адресу `http://127.0.0.1:<port>` или `http://localhost:<port>` либо задайте KILN_API_KEYS.',
    },
    jobUnknown: {
      title: 'Такого задания нет',
      advice: 'Проверьте ID: он есть в ответе на `POST /v1/jobs`. Чужие задания не видны.',
    },
    batchUnknown: {
      title: 'Такого пакета нет',
      advice: 'Проверьте ID: он есть в ответе `POST /v1/batches`. Чужие пакеты не видны.',
    },
    requeueUnknown: {
      title: 'Такого массового перезапуска нет',
      advice: 'Проверьте ID: он есть в ответе `POST /v1/requeues`. Чужие перезапуски не видны.',
    },
    cancelUnknown: {
      title: 'Такой массовой отмены нет',
      advice: 'Проверьте ID: он есть в ответе `POST /v1/cancels`. Чужие отмены не видны.',
    },
    modelNotListed: {
      title: 'Такой модели нет в каталоге',
      advice: 'Все ID перечислены в `GET /v1/models`.',
    },
    keyNotListed: {
      title: 'Такого ключа API нет',
      advice: 'Все имена есть в ответе `GET /v1/keys`.',
    },
    routeUnknown: {
      title: 'Такого адреса нет',
      advice: 'Все адреса и методы описаны в `GET /openapi.json` и на странице `/docs`.',
    },
    requestTimedOut: {
      title: 'Запрос не пришёл вовремя',
      advice: 'Передайте заголовки за 10 секунд, а весь запрос — за 30; пакет — за 10 минут.',
    },
    idempotencyConflict: {
      title: 'Этот Idempotency-Key уже использован с другим телом запроса',
      advice: 'Для нового задания возьмите новый ключ. Ключ хранится 72 часа.',
    },
    idempotencyInFlight: {
      title: 'Этот же пакет сейчас принимается',
      advice: 'Повторите через Retry-After с тем же Idempotency-Key: вернётся ответ первого вызова.',
    },
    notCancelable: {
      title: 'Задание уже нельзя отменить',
      advice: 'Завершённое задание сохраняет свой итог; отложенное (parked) может списать только оператор.',
    },
    confirmChargeNeeded: {
      title: 'Новая попытка может быть оплачена второй раз',
      advice:
        'Посмотрите в `confirm`: причину, возможную стоимость и что известно. Повторите с `confirmCharge: true`, если второе списание допустимо.',
    },
    changedMeanwhile: {
      title: 'Задание уже изменил кто-то другой',
      advice:
        'Посмотрите задание ещё раз и, если действие всё ещё нужно, повторите его с новым номером попытки.',
    },
    notRequeueable: {
      title: 'В этом состоянии задание нельзя запустить снова',
      advice:
        'Дождитесь, пока оно завершится или будет отложено. Тому, что ещё выполняется, новая попытка не нужна.',
    },
    notBindable: {
      title: 'Задание не ждёт задачи',
      advice:
        'Задачу, найденную в журнале KIE, принимает только задание, которое ждёт очереди, не подтверждено или отложено.',
    },
    notParked: {
      title: 'Списать можно только отложенное задание',
      advice: 'Отмените то, что ещё ждёт или выполняется; с завершённым ничего делать не нужно.',
    },
    taskRefused: {
      title: 'Это задача не этого задания',
      advice:
        'Ещё раз найдите ID задачи в журнале аккаунта KIE: модель, данные и время должны совпадать с заданием.',
    },
    recordUnreadable: {
      title: 'Запись задания не читается',
      advice: 'Отправить по ней ничего больше нельзя. Спишите задание и подайте его заново.',
    },
    keyNameTaken: {
      title: 'Имя ключа занято',
      advice:
        'Выберите другое имя; с тем же `tenant` ключ работает с теми же заданиями. Имя отозванного ключа не освобождается, чтобы журнал оставался однозначным.',
    },
    keyInEnvironment: {
      title: 'Ключ задан в окружении',
      advice: 'Удалите его из KILN_API_KEYS и перезапустите API.',
    },
    lastAdminKey: {
      title: 'Управлять ключами стало бы некому',
      advice: 'Сначала создайте другой ключ с правом `admin` и без `expiresAt`.',
    },
    tooManyKeys: {
      title: 'Слишком много ключей API',
      advice:
        'Хранится не более 1000 ключей, и ни один из них не отозван. Отзовите те, которыми никто не пользуется.',
    },
    bodyTooLarge: {
      title: 'Тело запроса слишком велико',
      advice:
        'Тело запроса — не больше 1 МБ, для оценки стоимости — не больше 16 МБ; медиафайлы передавайте ссылками.',
    },
    batchTooLarge: {
      title: 'Пакет слишком велик',
      advice: 'В пакете не больше 100 000 строк и 200 МБ в распакованном виде; разделите его на несколько.',
    },
    batchBeyondQueue: {
      title: 'В пакете больше строк, чем этот ключ может держать в очереди',
      advice:
        'Разделите его на несколько или попросите оператора увеличить `KILN_QUEUE_PER_KEY`. Ничего не сохранено и не списано.',
    },
    mediaTypeUnsupported: {
      title: 'Такой тип содержимого не поддерживается',
      advice:
        'Передайте `Content-Type: application/json`; пакет может быть `application/x-ndjson`, в том числе сжатый gzip.',
    },
    validation: {
      title: 'Запрос составлен неверно',
      advice: 'Исправьте всё, что перечислено в `errors`. В KIE ничего не отправлено, и ничего не списано.',
    },
    unknownModel: {
      title: 'Модель неизвестна',
      advice: 'Возьмите один из ID в подсказке или посмотрите `GET /v1/models`. Ничего не списано.',
    },
    batchInvalid: {
      title: 'В пакете нет ни одной строки, которую можно выполнить',
      advice: 'Исправьте строки из `badLines`. Ничего не сохранено, не отправлено и не списано.',
    },
    firstKeyNotAdmin: {
      title: 'Первый ключ должен управлять ключами',
      advice:
        'Сначала создайте ключ с правом `admin` и без `expiresAt`: после него ключ нужен каждому вызову.',
    },
    queueFull: {
      title: 'У этого ключа слишком много заданий в очереди',
      advice:
        'Повторите через Retry-After или присылайте меньше заданий за раз. Предел задаёт его `queueLimit` или `KILN_QUEUE_PER_KEY`.',
    },
    tooManyUploads: {
      title: 'Этот ключ присылает слишком много пакетов одновременно',
      advice:
        'Повторите с тем же Idempotency-Key через Retry-After или присылайте пакеты по очереди. Сколько их может идти сразу, задаёт `KILN_UPLOADS_PER_KEY`.',
    },
    headersTooLarge: {
      title: 'Заголовки запроса слишком велики',
      advice: 'Все заголовки вместе — не больше 16 кБ.',
    },
    internal: {
      title: 'Ошибка внутри kiln',
      advice: 'Найдите в журнале ID запроса (заголовок X-Request-Id) и сообщите о нём.',
    },
    redisUnsafe: {
      title: 'Redis не сохранит то, что ему передано',
      advice: 'Исправьте настройки, названные в описании ошибки; до этого задания не принимаются.',
    },
    ledgerNewer: {
      title: 'С этими данными работает более новый выпуск kiln',
      advice: 'Установите тот выпуск, который уже работает: этот понял бы данные неверно и ничего не делает.',
    },
    kieNotAsked: {
      title: 'Не удалось спросить KIE',
      advice:
        'Повторите через время, указанное в Retry-After; что помешало, сказано в описании. Ничего не изменено.',
    },
    redisAway: {
      title: 'Redis недоступен',
      advice:
        'Повторите через время, указанное в Retry-After. Для POST /v1/jobs передайте тот же Idempotency-Key: первый вызов мог быть записан.',
    },
  },

  faults: {
    mismatch: (at, expected, got) => `${at}: ожидается ${expected}; получено: ${got}.`,
    unknownField: (at) => `У этого вызова нет поля ${at}.`,
  },

  body: 'тело запроса',

  expected: {
    text: 'текст',
    number: 'число',
    wholeNumber: 'целое число',
    flag: 'true или false',
    object: 'объект',
    list: 'список',
    oneOf: (values) => `одно из значений: ${values.join(', ')}`,
    atLeast: (least) => `не меньше ${least}`,
    atMost: (most) => `не больше ${most}`,
    charactersAtLeast: (least) => `не менее ${ofCharacters(least)}`,
    charactersAtMost: (most) => `не более ${ofCharacters(most)}`,
    itemsAtLeast: (least) => `не менее ${ofItems(least)}`,
    itemsAtMost: (most) => `не более ${ofItems(most)}`,
  },

  forms: {
    printable: 'текст только из печатаемых символов',
    storable: 'текст без NUL и без половин суррогатных пар',
    fewPairs: 'не более 16 пар',
    moment: 'время вида 2026-11-21T09:00:00Z',
    cursor: '`nextCursor` другой страницы',
    next: '`next` одного из прежних ответов',
    someFilter: 'хотя бы с одним условием',
    taskId: 'ID задачи: от 1 до 200 видимых символов ASCII, без вертикальной черты',
    keyName: 'имя: от 1 до 40 символов: строчные латинские буквы, цифры, _ и -',
  },

  got: {
    nothing: 'ничего',
    object: 'объект',
    list: (count) => `список из ${ofItems(count)}`,
    text: (count) => `текст из ${ofCharacters(count)}`,
  },

  hints: {
    badName: 'Недопустимо само имя.',
    spelling: 'Исправьте имя поля или уберите его; все поля описаны в /docs.',
  },
}
