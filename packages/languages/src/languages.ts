/** What kiln speaks. The first is spoken to whoever asks for none of them. */
export const LANGUAGES = ['en', 'ru', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]
