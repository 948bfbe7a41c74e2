import { writeFile as write } from 'node:fs/promises'

/** Writes a file anew; the answer says why it could not. */
export async function writeFile(path: string, text: string): Promise<string | null> {
  try {
    await write(path, text)
    return null
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? message
  }
}
