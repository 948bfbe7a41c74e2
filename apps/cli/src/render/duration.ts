import type { Words } from '../words/words.ts'

export function renderDuration(
  seconds: number,
  { seconds: inSeconds, minutes, hours }: Words['batch'],
): string {
  if (seconds < 60) return inSeconds(seconds)
  if (seconds < 3600) return minutes(Math.floor(seconds / 60), seconds % 60)
  return hours(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60))
}
