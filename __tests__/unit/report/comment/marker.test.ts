import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  commentMarker,
  type CommentTarget,
  isSameTarget,
  markedTarget,
} from '../../../../src/report/comment/marker.js'
import { anyText, HOSTILE } from '../any-text.js'

const target = (text: string): CommentTarget => ({
  region: 'eu-central-1',
  application: text,
  environment: `${text}-`,
  configurationProfile: `-->${text}`,
})

/** CommonMark: `<!--`, then a text without `-->` that neither begins like an end nor holds two hyphens, then `-->`. */
const ONE_COMMENT = /^<!-- (?:(?!--)[^\n\r<>])* -->$/

describe('the marker of a comment', () => {
  test('names the target', () => {
    const names = { application: 'shop', environment: 'preview-12', configurationProfile: 'feature flags' }
    expect(commentMarker({ region: 'eu-central-1', ...names })).toBe(
      '<!-- appconfig-deploy region=eu-central-1 application=shop environment=preview-12 configuration-profile=feature%20flags -->',
    )
  })

  test('names the account, where it is known', () => {
    const of = { ...target('x'), account: '123456789012' }
    expect(commentMarker(of)).toMatch(/^<!-- appconfig-deploy account=123456789012 region=/)
    expect(markedTarget(commentMarker(of))).toEqual(of)
    expect(isSameTarget(of, { ...of })).toBe(true)
    expect(isSameTarget(of, { ...of, account: '210987654321' })).toBe(false)
    expect(isSameTarget(of, target('x'))).toBe(false)
  })

  test.each(HOSTILE.map((text) => [text]))('is one HTML comment for %j', (text) => {
    expect(commentMarker(target(text))).toMatch(ONE_COMMENT)
  })

  test('is one HTML comment for any name, and tells the target again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const marker = commentMarker(target(text))
        expect(marker).toMatch(ONE_COMMENT)
        expect(markedTarget(`${marker}\r\nthe rest`)).toEqual(
          target(text.replace(/\p{Surrogate}/gu, '\ufffd')),
        )
      }),
    )
  })

  test.each([
    ['no comment', 'hello'],
    ['a later line', `hello\n${commentMarker(target('x'))}`],
    ['text after it', `${commentMarker(target('x'))} hello`],
    ['a missing name', '<!-- appconfig-deploy region=x application=y environment=z -->'],
    [
      'a broken encoding',
      '<!-- appconfig-deploy region=%E0 application=y environment=z configuration-profile=p -->',
    ],
  ])('is not found in %s', (_, body) => {
    expect(markedTarget(body)).toBeUndefined()
  })
})
