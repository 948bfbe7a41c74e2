/** Another process tells nobody when it is ready: it is asked, again and again, until it is or the time is over. */
export async function askUntil<Answer>(
  ask: () => Promise<Answer>,
  isRight: (answer: Answer) => boolean,
  { withinMs, everyMs }: { withinMs: number; everyMs: number },
): Promise<Answer> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (isRight(answer) || performance.now() > deadline) return answer
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
