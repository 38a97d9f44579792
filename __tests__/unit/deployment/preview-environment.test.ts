import { describe, expect, test } from '@jest/globals'
import {
  OWNERSHIP_TAG_COUNT,
  ownerOf,
  ownershipTags,
  quotaAdvice,
  removalProblem,
} from '../../../src/deployment/preview-environment.js'

const OWNER = {
  repository: 'octo-org/shop',
  pullRequest: 12,
  runUrl: 'https://github.com/octo-org/shop/actions/runs/1',
}

describe('the tags of an environment', () => {
  test.each([
    ['of a pull request', OWNER, { repository: 'octo-org/shop', pullRequest: 12 }],
    ['of a branch', { repository: 'octo-org/shop' }, { repository: 'octo-org/shop' }],
    ['of nobody known', {}, {}],
  ])('%s tell whose it is', (_, owner, read) => {
    const tags = ownershipTags(owner)

    expect(ownerOf({ ...tags, team: 'web' })).toEqual(read)
    expect(Object.keys(tags).length).toBeLessThanOrEqual(OWNERSHIP_TAG_COUNT)
  })

  test('of others tell nothing', () => {
    expect(ownerOf({ 'appconfig-deploy:repository': 'octo-org/shop', team: 'web' })).toBeUndefined()
  })

  test.each(['', '0', '-1', '1.5', 'twelve'])('with the pull request %j name none', (text) => {
    expect(ownerOf({ ...ownershipTags(OWNER), 'appconfig-deploy:pull-request': text })).toEqual({
      repository: 'octo-org/shop',
    })
  })

  test.each([
    ['of this repository', ownershipTags(OWNER), 'octo-org/shop', undefined],
    ['of this action, without a repository', ownershipTags({}), 'octo-org/shop', undefined],
    ['of this action, seen from outside a workflow', ownershipTags(OWNER), undefined, undefined],
    ['of another repository', ownershipTags(OWNER), 'octo-org/other', /^it was created for octo-org\/shop/],
    ['of somebody else', { team: 'web' }, 'octo-org/shop', /^this action did not create it/],
  ])('%s decide on the removal', (_, tags, repository, problem) => {
    const said = removalProblem(tags, repository)

    if (problem === undefined) expect(said).toBeUndefined()
    else expect(said).toMatch(problem)
  })
})

describe('the advice about a quota', () => {
  const preview = (pullRequest: number, repository = 'octo-org/shop') => ({
    name: `pr-${String(pullRequest)}`,
    owner: { repository, pullRequest },
  })
  const environments = [{ name: 'production' }, preview(3), preview(4), preview(3, 'octo-org/other')]

  test('names the previews of closed pull requests of this repository', () => {
    expect(quotaAdvice(environments, 'octo-org/shop', [3])).toBe(
      'The application has 4 environments, 3 of them previews of pull requests. Of closed pull requests: pr-3 (#3). Remove them with operation: remove-environment. Or ask Service Quotas for more environments per application (20 unless it was raised).',
    )
  })

  test.each([
    ['none is closed', environments, [], 'None of them belongs to a closed pull request of this repository.'],
    ['nobody can tell', environments, undefined, 'github-token needs permissions: pull-requests: read'],
    ['there are no previews', [{ name: 'a' }], [], 'Remove those that are not needed any more.'],
  ])('when %s', (_, all, closed, said) => {
    expect(quotaAdvice(all, 'octo-org/shop', closed)).toContain(said)
  })
})
