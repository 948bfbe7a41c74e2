import type { Words } from './words.ts'

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)

export const RUSSIAN: Words = {
  emptyBody: 'Тело запроса пустое.',
  scopeNeeded: (needed, held) =>
    `Для этого вызова нужно право \`${needed}\`; у ключа есть: ${codes(held).join(', ')}.`,
  didYouMean: (ids) => `Возможно, имелось в виду ${ids.join(' или ')}?`,
  waiting: {
    closed: {
      paused: (cause) => `Отправка приостановлена: ${cause}`,
      auth: (cause) => `KIE не принимает ключ, поэтому ничего не отправляется и не читается: ${cause}`,
      edge: (cause) => `Ответил не KIE, поэтому ничего не отправляется: ${cause}`,
      unreachable: (cause) => `KIE недоступен: ${cause}`,
      credits: (cause) => `На счёте закончились кредиты; задание продолжится после пополнения: ${cause}`,
      maintenance: (cause) => `В KIE идут технические работы: ${cause}`,
      model: (cause) => `Эта модель сейчас не принимает задания: ${cause}`,
      rate: (cause) => `KIE просит подождать: ${cause}`,
    },
    pause: 'Пауза перед следующей попыткой.',
    windowFull: (places) => `Все места в окне отправки заняты (всего: ${places}).`,
    slowStart: 'Отправка только что возобновилась; задания уходят понемногу, пока KIE успевает отвечать.',
    creditsShort: 'На это задание не хватает кредитов на счёте; оно продолжится после пополнения.',
    budgetSpent: 'Ключ израсходовал свой дневной бюджет; задание продолжится на следующий день.',
    neverWithinBudget:
      'Задание может стоить больше дневного бюджета ключа, или его цена неизвестна: попросите увеличить бюджет или отмените задание.',
    turn: 'Ждёт своей очереди.',
    accepted: 'Принято; место в очереди видно при следующем запросе.',
  },
  budget: {
    hint: 'Попросите увеличить бюджет (KILN_BUDGET_PER_DAY) или выберите другую модель.',
    knownPrice: 'модель с известной ценой',
    priceUnknown: (budget) => `Цена этой модели неизвестна, а дневной бюджет ключа в кредитах — ${budget}.`,
    atMost: (budget) => `не больше ${budget} (в кредитах)`,
    overBudget: (ceiling, budget) =>
      `Цена задания в кредитах может достигать ${ceiling}, а дневной бюджет ключа — ${budget}.`,
  },
  jobIs: (state, meaning) => `Состояние задания — ${state}: ${meaning}.`,
}
