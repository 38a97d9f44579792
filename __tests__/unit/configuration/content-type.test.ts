import { describe, expect, test } from '@jest/globals'
import { contentFormat, contentTypeOfPath } from '../../../src/configuration/content-type.js'

describe('contentTypeOfPath', () => {
  test.each([
    ['flags.json', 'application/json'],
    ['a/b.c/flags.JSON', 'application/json'],
    ['config.yaml', 'application/x-yaml'],
    ['config.yml', 'application/x-yaml'],
    ['notes.txt', 'text/plain'],
    ['app.prod.properties', 'text/plain'],
    ['a.toml', 'application/toml'],
    ['a.xml', 'application/xml'],
    ['.env', 'text/plain'],
    ['C:\\conf\\a.ini', 'text/plain'],
  ])('%s is %s', (path, type) => {
    expect(contentTypeOfPath(path)).toBe(type)
  })

  test.each(['config', 'json', 'a.json/config', 'a.bin', 'a.', '', 'a.__proto__'])(
    'knows none for %j',
    (path) => {
      expect(contentTypeOfPath(path)).toBeUndefined()
    },
  )
})

describe('contentFormat', () => {
  test.each([
    ['application/json', 'json'],
    ['application/json; charset=utf-8', 'json'],
    [' Application/JSON ', 'json'],
    ['application/vnd.acme+json', 'json'],
    ['text/json', 'json'],
    ['application/x-yaml', 'yaml'],
    ['application/yaml;charset=utf-8', 'yaml'],
    ['text/yaml', 'yaml'],
    ['text/x-yaml', 'yaml'],
    ['text/vnd.yaml', 'yaml'],
    ['application/openapi+yaml', 'yaml'],
    ['text/plain', 'other'],
    ['application/jsonx', 'other'],
    ['application/xjson', 'other'],
    ['', 'other'],
  ] as const)('%j is read as %s', (type, format) => {
    expect(contentFormat(type)).toBe(format)
  })
})
