import pc from 'picocolors'

export interface Ink {
  bold: (text: string) => string
  red: (text: string) => string
  green: (text: string) => string
  yellow: (text: string) => string
}

/** Colours on a terminal, unless NO_COLOR says otherwise. In CI picocolors would colour a log, which is read plain. */
export function inkFor(output: { isTTY?: boolean | undefined }): Ink {
  return pc.createColors(output.isTTY === true && pc.isColorSupported)
}
