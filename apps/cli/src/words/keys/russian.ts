import { pluralsOf } from '@kiln/languages'
import type { ENGLISH_KEYS } from './english.ts'

const plural = pluralsOf('ru')
const credits = (count: number) =>
  `${count} ${plural(count, { one: 'кредит', few: 'кредита', many: 'кредитов', other: 'кредита' })}`

export const RUSSIAN_KEYS: typeof ENGLISH_KEYS = {
  columns: ['ИМЯ', 'АРЕНДАТОР', 'ПРАВА', 'СЕКРЕТ', 'ПРЕДЕЛЫ', 'ИСПОЛЬЗОВАН', 'СОСТОЯНИЕ'],
  auditColumns: ['КОГДА', 'КТО', 'ДЕЙСТВИЕ', 'НАД ЧЕМ', 'ПОДРОБНОСТИ'],
  none: 'Ключей нет: обращаться может любой на компьютере, где работает API.',
  noActs: 'Подходящих действий не было.',
  never: 'никогда',
  live: 'действует',
  inEnvironment: 'действует, из KILN_API_KEYS',
  revokedBy: (by, at) => `отозван: ${by}, ${at}`,
  expires: (at) => `до ${at}`,
  weight: (weight) => `вес ${weight}`,
  budget: (amount) => `${credits(amount)} в день`,
  queue: (jobs) => `в очереди до ${jobs}`,
  created: (name, tenant, scopes) => `Ключ ${name} действует для арендатора ${tenant} с правами ${scopes}.`,
  onlyOnce: 'Его секрет показан здесь и больше нигде:',
  notTaken: (name) => `Секрет ключа ${name} записать не удалось, и он никому не известен.`,
  makeAnother: (name) => `kiln keys revoke ${name} отзовёт его; создайте другой ключ, под другим именем.`,
  revoked: (name) => `Ключ ${name} отозван: в течение пяти секунд его перестанут принимать все API.`,
  begun: (command) =>
    `Начатое им продолжается, массовые запуски тоже: ${command} их покажет, прервать может ключ того же арендатора.`,
  badTime: (option, got) => `${option}: нужна дата или время, получено "${got}".`,
  badLimit: (option, got) => `${option}: нужно число или none, получено "${got}".`,
}
