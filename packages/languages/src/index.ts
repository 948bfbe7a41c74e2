export { type Language, LANGUAGES } from './languages.ts'
export { languageOf } from './language-of.ts'
export { type PluralForms, pluralsOf } from './plural.ts'
