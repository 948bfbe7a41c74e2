/** Answers of KIE that Redis has not taken yet. */
export interface UnwrittenAnswers {
  /** `tell` says whose answer it is; the returned function takes it off the list. */
  add(tell: () => void): () => void
  /** For a process that ends before Redis is back: then they must stand somewhere. */
  tellAll(): void
}

export function keepUnwritten(): UnwrittenAnswers {
  const waiting = new Set<() => void>()
  return {
    add(tell) {
      waiting.add(tell)
      return () => void waiting.delete(tell)
    },
    tellAll: () => waiting.forEach((tell) => tell()),
  }
}
