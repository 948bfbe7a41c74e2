/** kiln's own answers to these questions are far shorter. */
const MOST_BYTES = 16_384

/** How an answer begins; whoever sends more, or goes on for ever, is not listened to. */
export async function readBriefly({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk.subarray(0, MOST_BYTES - bytes), { stream: true })
    bytes += chunk.length
    if (bytes >= MOST_BYTES) break
  }
  return text
}
