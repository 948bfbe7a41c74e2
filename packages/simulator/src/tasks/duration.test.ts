import { describe, expect, test } from '@jest/globals'
import { seededDraw } from '../random.ts'
import { drawDurationMs, drawPendingStates } from './duration.ts'
import { kindOf, type Kind } from './kind.ts'

const draw = seededDraw(1)
const streams = Array.from({ length: 2_000 }, (_, index) => `task ${index}`)

describe('run times', () => {
  test.each<[Kind, number]>([
    ['image', 40],
    ['video', 110],
  ])('of %s tasks lie around %i s, with a tail that ends at 800 s', (kind, medianSeconds) => {
    const seconds = streams
      .map((stream) => drawDurationMs(kind, draw, stream) / 1000)
      .toSorted((a, b) => a - b)
    const at = (share: number) => seconds[Math.floor(share * (seconds.length - 1))] ?? 0
    expect(at(0.5)).toBeGreaterThan(medianSeconds * 0.9)
    expect(at(0.5)).toBeLessThan(medianSeconds * 1.1)
    expect(at(0.99)).toBeGreaterThan(medianSeconds * 3)
    expect(at(1)).toBeLessThanOrEqual(800)
    expect(at(0)).toBeGreaterThanOrEqual(8)
  })

  test('mostly pass in waiting', () => {
    const waiting = streams.filter((stream) => drawPendingStates(draw, stream).join() === 'waiting')
    const generating = streams.filter((stream) => drawPendingStates(draw, stream).join() === 'generating')
    expect(waiting.length / streams.length).toBeCloseTo(0.8, 1)
    expect(generating.length / streams.length).toBeCloseTo(0.15, 1)
  })
})

describe('the kind of a model', () => {
  test.each<[string, Kind]>([
    ['nano-banana-pro', 'image'],
    ['grok-imagine/image-to-image', 'image'],
    ['topaz/image-upscale', 'image'],
    ['bytedance/seedance-2-fast', 'video'],
    ['kling-3.0/video', 'video'],
    ['wan/2-7-r2v', 'video'],
    ['elevenlabs/sound-effect-v2', 'audio'],
    ['ai-music-api/create-music-video', 'video'],
    ['elevenlabs/speech-to-text', 'text'],
    ['a-model-of-tomorrow', 'image'],
  ])('%s makes %s', (model, kind) => {
    expect(kindOf(model)).toBe(kind)
  })
})
