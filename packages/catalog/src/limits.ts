/** The longest text that any model documents is 390,000 characters; beyond this it is a mistake. */
export const MAX_TEXT_CHARACTERS = 500_000

/** Signed links come to some 2,000 characters; servers commonly refuse more than 8,192. */
export const MAX_URL_CHARACTERS = 8_192

/** The longest list that any model documents holds 30 items. */
export const MAX_LIST_ITEMS = 100

/** A list of a million wrong items must not become an answer of a million errors. */
export const MAX_ISSUES = 100

/** How much of a caller's value an error repeats: enough to recognise it, too little to leak a prompt. */
export const MAX_ECHO_CHARACTERS = 60
