import { describe, expect, test } from '@jest/globals'
import {
  durationText,
  elapsedText,
  utcDate,
  utcText,
  utcTime,
} from '../../../../src/report/text/duration-text.js'

const S = 1000
const MIN = 60 * S
const H = 60 * MIN
const D = 24 * H

describe('durationText', () => {
  test.each([
    [0, '0 s'],
    [999, '0 s'],
    [45 * S, '45 s'],
    [59_999, '59 s'],
    [MIN, '1 min'],
    [7 * MIN + 30 * S, '7 min 30 s'],
    [59 * MIN + 59 * S, '59 min 59 s'],
    [H, '1 h'],
    [2 * H + 5 * MIN + 59 * S, '2 h 5 min'],
    [D + 2 * H + 59 * MIN, '1 d 2 h'],
    [3 * D, '3 d'],
    [-5 * S, '0 s'],
    [Number.NaN, '0 s'],
    [Number.POSITIVE_INFINITY, '0 s'],
  ])('%d ms', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })
})

describe('elapsedText', () => {
  test.each([
    [0, '+0:00'],
    [5 * S, '+0:05'],
    [7 * MIN + 30 * S, '+7:30'],
    [H + 2 * MIN + 5 * S, '+1:02:05'],
    [26 * H, '+26:00:00'],
    [-S, '+0:00'],
  ])('%d ms', (ms, text) => {
    expect(elapsedText(ms)).toBe(text)
  })
})

describe('a moment', () => {
  test.each([
    [Date.UTC(2026, 10, 22, 2, 22, 31, 999), '2026-11-22 02:22:31 UTC', '2026-11-22', '02:22:31'],
    [0, '1970-01-01 00:00:00 UTC', '1970-01-01', '00:00:00'],
    [Number.NaN, 'unknown time', undefined, '--:--:--'],
    [9e15, 'unknown time', undefined, '--:--:--'],
  ])('%d', (ms, text, date, time) => {
    expect([utcText(ms), utcDate(ms), utcTime(ms)]).toEqual([text, date, time])
  })
})
