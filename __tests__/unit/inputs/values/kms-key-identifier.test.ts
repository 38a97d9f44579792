import { describe, expect, test } from '@jest/globals'
import {
  kmsKeyMismatch,
  type KmsKeyReference,
  parseKmsKeyIdentifier,
} from '../../../../src/inputs/values/kms-key-identifier.js'

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab'
const ARN = `arn:aws:kms:eu-central-1:123456789012:key/${ID}`
const ALIAS_ARN = 'arn:aws:kms:eu-central-1:123456789012:alias/config'

function reference(text: string): KmsKeyReference {
  const parsed = parseKmsKeyIdentifier(text)
  if (!parsed.ok) throw new Error(parsed.problems.join())
  return parsed.value
}

describe('a KMS key identifier', () => {
  test.each([
    [ID, 'key-id'],
    [`mrk-${'0'.repeat(32)}`, 'key-id'],
    ['alias/config', 'alias'],
    [ARN, 'key-arn'],
    ['arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1', 'key-arn'],
    [ALIAS_ARN, 'alias-arn'],
  ])('%s is a %s', (text, kind) => {
    expect(reference(text).kind).toBe(kind)
  })

  test.each([
    'config',
    'key/1',
    'alias/',
    'arn:aws:s3:::bucket',
    'arn:aws:kms:eu-central-1:123:key/x',
    'alias/aws/appconfig',
  ])('%s is refused', (text) => {
    expect(parseKmsKeyIdentifier(text).ok).toBe(false)
  })
})

describe('the key of the answer', () => {
  test.each([
    ['a key ARN', ARN, { kmsKeyArn: ARN }],
    ['a key ID', ID, { kmsKeyArn: ARN }],
    ['an alias that is echoed', 'alias/config', { kmsKeyArn: ARN, kmsKeyIdentifier: 'alias/config' }],
    ['an alias that is not echoed', 'alias/config', { kmsKeyArn: ARN }],
    ['an alias ARN', ALIAS_ARN, { kmsKeyArn: ARN, kmsKeyIdentifier: ALIAS_ARN }],
  ])('is the one asked for as %s', (_, asked, answer) => {
    expect(kmsKeyMismatch(reference(asked), answer)).toBeUndefined()
  })

  test.each([
    ['there is none', ARN, {}, 'not encrypted'],
    ['the ARN differs', ARN, { kmsKeyArn: `${ARN.slice(0, -1)}c` }, 'not with'],
    ['the ID differs', ID, { kmsKeyArn: ARN.replace('1234abcd', '9999abcd') }, 'not with'],
    ['the ID is only the end of another', ID.slice(9), { kmsKeyArn: ARN }, undefined],
    [
      'another alias is echoed',
      'alias/config',
      { kmsKeyArn: ARN, kmsKeyIdentifier: 'alias/other' },
      'not with',
    ],
    [
      'an alias ARN of another account',
      ALIAS_ARN,
      { kmsKeyArn: ARN.replace('123456789012', '210987654321') },
      'not with',
    ],
  ])('is another when %s', (_, asked, answer, text) => {
    const parsed = parseKmsKeyIdentifier(asked)
    if (text === undefined) expect(parsed.ok).toBe(false)
    else expect(kmsKeyMismatch(reference(asked), answer)).toContain(text)
  })
})
