import { createInterface } from 'node:readline'

/** Asks on a terminal; null where nobody sits there. */
export function askPerson(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): ((question: string) => Promise<string | null>) | null {
  if (!input.isTTY || !output.isTTY) return null
  return (question) =>
    new Promise((resolve) => {
      const lines = createInterface({ input, output })
      // Ctrl-C and the end of input come as a close.
      lines.on('close', () => resolve(null))
      lines.question(question, (answer) => {
        resolve(answer)
        lines.close()
      })
    })
}
