import { expect, test } from '@jest/globals'
import { placeOfPath } from '../../../../src/inputs/values/workspace-path.js'

test.each([
  ['/w/shop/flags.json', '/w/shop', 'workspace'],
  ['/w/shop/a/.github/flags.json', '/w/shop', 'workspace'],
  ['/w/shop/..flags.json', '/w/shop', 'workspace'],
  ['/w/shop2/flags.json', '/w/shop', 'outside'],
  ['/w/flags.json', '/w/shop', 'outside'],
  ['/w/shop', '/w/shop', 'outside'],
  ['/proc/1/environ', '/w/shop', 'outside'],
  ['/w/shop/.git/config', '/w/shop', 'git'],
  ['/w/shop/.GIT/config', '/w/shop', 'git'],
  ['/w/shop/sub/.git/config', '/w/shop', 'git'],
  ['/w/shop/.git', '/w/shop', 'git'],
  ['/w/.git/shop/flags.json', '/w/.git/shop', 'workspace'],
  ['C:\\w\\shop\\flags.json', 'C:\\w\\shop', 'workspace'],
  ['C:\\w\\shop\\.git\\config', 'C:\\w\\shop', 'git'],
  ['D:\\w\\shop\\flags.json', 'C:\\w\\shop', 'outside'],
  ['/w/shop/a\\.git\\b', '/w/shop', 'workspace'],
])('%s in %s: %s', (path, workspace, place) => {
  expect(placeOfPath(path, workspace)).toBe(place)
})
