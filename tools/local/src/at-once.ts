/** Does `act` for each, no more than `width` of them at a time; the answers stand as the items do. */
export async function atOnce<Item, T>(
  width: number,
  items: readonly Item[],
  act: (item: Item) => Promise<T>,
): Promise<T[]> {
  const answers: T[] = []
  const next = items.entries()
  const work = async () => {
    for (const [place, item] of next) answers[place] = await act(item)
  }
  await Promise.all(Array.from({ length: width }, work))
  return answers
}
