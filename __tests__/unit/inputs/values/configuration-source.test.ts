import { describe, expect, test } from '@jest/globals'
import { configurationSource, wantedVersion } from '../../../../src/inputs/values/configuration-source.js'

describe('the source of a profile', () => {
  test.each([
    ['hosted', 'hosted'],
    ['ssm-parameter://checkout/timeouts', 'ssm-parameter'],
    ['arn:aws:ssm:us-east-1:123456789012:parameter/checkout', 'ssm-parameter'],
    ['ssm-document://flags', 'ssm-document'],
    ['arn:aws:ssm:us-east-1:123456789012:document/flags', 'ssm-document'],
    ['s3://bucket/key.json', 's3'],
    ['arn:aws:s3:::bucket/key.json', 's3'],
    ['secretsmanager://checkout', 'secretsmanager'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:checkout-AbCdEf', 'secretsmanager'],
    ['codepipeline://release', 'codepipeline'],
    ['arn:aws:codepipeline:us-east-1:123456789012:release', 'codepipeline'],
    ['ftp://x', 'unknown'],
  ])('%s is %s', (uri, source) => {
    expect(configurationSource(uri)).toBe(source)
  })
})

describe('configuration-version', () => {
  test.each([
    ['hosted', 'latest', { kind: 'latest' }],
    ['hosted', '7', { kind: 'given', version: '7' }],
    ['hosted', 'v1.0', { kind: 'given', version: 'v1.0' }],
    ['ssm-parameter', '3', { kind: 'given', version: '3' }],
    ['ssm-document', '1', { kind: 'given', version: '1' }],
    ['s3', 'L4kqtJlcpXroDTDmpUMLUo', { kind: 'given', version: 'L4kqtJlcpXroDTDmpUMLUo' }],
    ['secretsmanager', 'EXAMPLE1-90ab', { kind: 'given', version: 'EXAMPLE1-90ab' }],
    ['codepipeline', '11111111-aaaa', { kind: 'given', version: '11111111-aaaa' }],
    ['unknown', 'x', { kind: 'given', version: 'x' }],
  ] as const)('of %s takes %s', (source, text, wanted) => {
    expect(wantedVersion(text, source)).toEqual({ ok: true, value: wanted })
  })

  test.each([
    ['ssm-parameter', 'latest', 'version number'],
    ['ssm-parameter', 'v1', 'version number'],
    ['ssm-document', '0', 'version number'],
    ['s3', 'latest', 'version ID'],
    ['secretsmanager', 'latest', 'version ID'],
    ['codepipeline', 'latest', 'pipeline execution'],
    ['hosted', 'x'.repeat(65), 'at most 64'],
  ] as const)('of %s refuses %s', (source, text, takes) => {
    const wanted = wantedVersion(text, source)
    expect(wanted.ok ? '' : wanted.problems.join()).toContain(takes)
  })
})
