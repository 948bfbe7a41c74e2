import { describe, expect, test } from '@jest/globals'
import { renderBulkBar } from './bulk.ts'

const COUNTS = [
  { count: 24, told: 'run again', brief: 'run again' },
  { count: 22, told: 'under way', brief: 'under way' },
]
const bulk = {
  id: 'x',
  status: 'running',
  told: 'under way',
  isOver: false,
  done: 2,
  all: 24,
  counts: COUNTS,
}
const told = { ...bulk, why: null, createdAt: '', next: [] }

describe('the progress of an act on many jobs', () => {
  test('has a bar where there is room for it', () => {
    expect(renderBulkBar(told, 80)).toMatch(/^\S+ {2}2\/24 {2}running {2}24 run again, 22 under way$/)
  })

  test('has its counts whole on a narrow terminal, and marks where it is cut', () => {
    expect(renderBulkBar(told, 60)).toBe('2/24  running  24 run again, 22 under way')
    expect(renderBulkBar(told, 30)).toBe('2/24  running  24 run again,…')
  })
})
