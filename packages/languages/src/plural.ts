import type { Language } from './languages.ts'

/** A word as it stands beside a number; a language has the forms that it needs. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** Chooses the form that a number wants: 1 символ, 2 символа, 5 символов. */
export function pluralsOf(language: Language): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language)
  return (count, forms) => forms[rules.select(count)] ?? forms.other
}
