import { pluralsOf } from '@kiln/languages'
import type { Words } from './words.ts'

const plural = pluralsOf('ru')
const entries = (count: number) =>
  `${count} ${plural(count, { one: 'записи', few: 'записях', many: 'записях', other: 'записях' })}`

export const RUSSIAN: Words = {
  title: 'Квитанция',
  of: (id) => `Квитанция задания ${id}`,
  madeAt: (at) => `Составлена ${at}. Всё время — UTC.`,

  sections: {
    job: 'Задание',
    money: 'Кредиты',
    outcome: 'Чем закончилось',
    attempts: 'Попытки',
    waits: 'Ожидание',
    notKnown: 'Что неизвестно',
    timeline: 'Всё, что произошло',
    input: 'Параметры, ровно как отправлены',
  },

  job: {
    id: 'Задание',
    customId: 'Ваш ID',
    batchId: 'Пакет',
    model: 'Модель',
    taskIds: 'Задачи KIE',
    state: 'Состояние',
    createdAt: 'Принято',
    finishedAt: 'Закончено',
    cancelRequestedAt: 'Просили отменить',
  },

  money: {
    quoted: 'Оценка до запуска',
    held: 'Удержано из бюджета при последней попытке',
    charged: 'Списано KIE, насколько сообщено',
    credits: (amount) => `${amount} кредитов`,
    unknown: 'неизвестно',
    nothing: 'ничего',
  },

  outcome: {
    failure: 'Отказ',
    code: 'Код KIE',
    message: 'Слова KIE',
    charged: 'Списано',
    advice: 'Что делать',
    parked: 'Ждёт человека',
    waitingFor: 'Ждёт',
    results: 'Результаты',
    object: 'Результат',
    expiresAt: 'Ссылки KIE обычно перестают работать',
    none: 'Решения пока нет.',
    nothing: 'Закончилось без результата.',
  },

  attempts: {
    none: 'Ни одна не начата: в KIE ничего не отправлено.',
    columns: {
      attempt: '№',
      begunAt: 'Намерение записано',
      sentAt: 'createTask отправлен',
      answeredAt: 'Ответ',
      answer: 'Что ответили',
      taskId: 'Задача KIE',
      reads: 'Чтений',
      callbacks: 'Обратных вызовов',
      ended: 'Закончилась',
      charged: 'Списано',
    },
    noAnswer: 'ответ не записан',
    goesOn: 'продолжается',
  },

  waits: {
    none: 'Не ждало.',
    columns: { since: 'С', until: 'До', ms: 'Сколько', gates: 'Что задерживало' },
    turn: 'очередь или место в окне',
    still: 'ждёт до сих пор',
  },

  notKnown: {
    none: 'Ничего важного: всё сообщено.',
    text: {
      price: () => 'Сколько может стоить задание: его цена была неизвестна.',
      sent: () => 'Был ли отправлен createTask: ответ на него не записан.',
      task: () => 'Создал ли KIE задачу: вызов мог дойти, а ответ ничего не говорит.',
      charge: () => 'Списал ли KIE кредиты за попытку и сколько.',
      result: () => 'Есть ли результат: KIE его не показал.',
      verdict: () => 'Чем закончится: решения пока нет.',
      record: () => 'Что было в записи: её нельзя прочитать.',
      entries: (count) => `Что было в ${entries(count)}, для которых не хватило места.`,
    },
  },

  parked: {
    noAnswer:
      'Ответ на createTask потерян, и обратный вызов его не объяснил. Поищите задачу в журнале самого KIE, прежде чем отправлять снова.',
    noVerdict: 'KIE не дал решения за сутки. Спросите KIE об этой задаче.',
    taskVanished: 'KIE больше не знает эту задачу. Спросите KIE, что с ней стало и были ли списаны кредиты.',
    noResult: 'KIE сообщает об успехе, но не показывает результат. Запросите его у KIE: задача оплачена.',
    quarantined: 'Запись нельзя прочитать. Её должен посмотреть тот, кто обслуживает kiln.',
  },

  timeline: { at: 'Когда', what: 'Что', told: 'Подробности' },
  hidden: 'В этой копии опущены.',
}
