import type { Account, Comment, Deployment, Repository } from './repository.js'

/** A request that GitHub's description allows. */
export interface ApiRequest {
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  /** Whose token it came with. */
  readonly account: Account
}

export interface ApiAnswer {
  readonly status: number
  /** Undefined for an answer without content. */
  readonly body: unknown
  /** Whether the list goes on with another page. */
  readonly hasNext?: boolean
}

export interface ApiOperation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** As in GitHub's description. */
  readonly path: string
  readonly answer: (request: ApiRequest, repository: Repository) => ApiAnswer
}

const REPOSITORY = '/repos/{owner}/{repo}'
const LONGEST_COMMENT = 65_536
const LONGEST_DESCRIPTION = 140
export const NOT_FOUND: ApiAnswer = { status: 404, body: { message: 'Not Found' } }

/** The operations that this server has, with the rules that GitHub's description tells in words only. */
export const OPERATIONS: readonly ApiOperation[] = [
  {
    method: 'GET',
    path: '/user',
    answer: ({ account }) =>
      account.type === 'Bot'
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : { status: 200, body: account },
  },
  {
    method: 'GET',
    path: `${REPOSITORY}/issues/{issue_number}/comments`,
    answer: ({ path, query }, repository) => {
      const number = Number(path['issue_number'])
      if (!hasPullRequest(repository, number)) return NOT_FOUND
      return page(
        repository.comments.filter(({ pullRequest }) => pullRequest === number).map(commentBody),
        query,
      )
    },
  },
  {
    method: 'POST',
    path: `${REPOSITORY}/issues/{issue_number}/comments`,
    answer: ({ path, body, account }, repository) => {
      const number = Number(path['issue_number'])
      if (!hasPullRequest(repository, number)) return NOT_FOUND
      if (text(body['body']).length > LONGEST_COMMENT) return invalid('Body is too long')
      return { status: 201, body: commentBody(repository.addComment(number, account, text(body['body']))) }
    },
  },
  {
    method: 'PATCH',
    path: `${REPOSITORY}/issues/comments/{comment_id}`,
    answer: ({ path, body }, repository) => {
      if (text(body['body']).length > LONGEST_COMMENT) return invalid('Body is too long')
      const edited = repository.editComment(Number(path['comment_id']), text(body['body']))
      return edited === undefined ? NOT_FOUND : { status: 200, body: commentBody(edited) }
    },
  },
  {
    method: 'DELETE',
    path: `${REPOSITORY}/issues/comments/{comment_id}`,
    answer: ({ path }, repository) =>
      repository.deleteComment(Number(path['comment_id'])) ? { status: 204, body: undefined } : NOT_FOUND,
  },
  {
    method: 'GET',
    path: `${REPOSITORY}/deployments/{deployment_id}/statuses`,
    answer: ({ path, query }, repository) => {
      const found = repository.deployments.find(({ id }) => id === Number(path['deployment_id']))
      return found === undefined ? NOT_FOUND : page([...found.statuses].reverse(), query)
    },
  },
  {
    method: 'GET',
    path: `${REPOSITORY}/deployments`,
    answer: ({ query }, repository) => {
      const wanted = ['environment', 'sha', 'task'] as const
      const isWanted = (deployment: Deployment) =>
        wanted.every((name) => (query.get(name) ?? deployment[name]) === deployment[name])
      return page(repository.deployments.filter(isWanted).map(deploymentBody).reverse(), query)
    },
  },
  {
    method: 'POST',
    path: `${REPOSITORY}/deployments`,
    answer: ({ body }, repository) => {
      const environment = text(body['environment'] ?? 'production')
      const deployment = repository.addDeployment({
        sha: text(body['ref']),
        task: text(body['task'] ?? 'deploy'),
        environment,
        description: typeof body['description'] === 'string' ? body['description'] : null,
        payload: body['payload'] ?? '',
        transient: body['transient_environment'] === true,
        production:
          typeof body['production_environment'] === 'boolean'
            ? body['production_environment']
            : environment === 'production',
      })
      return { status: 201, body: deploymentBody(deployment) }
    },
  },
  {
    method: 'POST',
    path: `${REPOSITORY}/deployments/{deployment_id}/statuses`,
    answer: ({ path, body }, repository) => {
      const description = text(body['description'] ?? '')
      if (description.length > LONGEST_DESCRIPTION) return invalid('Description is too long')
      const status = {
        state: text(body['state']),
        description,
        logUrl: text(body['log_url'] ?? ''),
        environmentUrl: text(body['environment_url'] ?? ''),
      }
      const added = repository.addStatus(
        Number(path['deployment_id']),
        status,
        body['auto_inactive'] !== false,
      )
      return added ? { status: 201, body: { id: 1, ...body } } : NOT_FOUND
    },
  },
  {
    method: 'GET',
    path: `${REPOSITORY}/pulls/{pull_number}`,
    answer: ({ path }, repository) => {
      const found = repository.pullRequests.find(({ number }) => number === Number(path['pull_number']))
      if (found === undefined) return NOT_FOUND
      const { number, state, headSha = '' } = found
      return { status: 200, body: { number, state, head: { sha: headSha }, merged: false } }
    },
  },
]

function commentBody({ id, body, user }: Comment): unknown {
  return { id, body, user, created_at: '2026-11-22T02:15:00Z', updated_at: '2026-11-22T02:15:00Z' }
}

function deploymentBody({ id, sha, task, environment, description, payload, ...flags }: Deployment): unknown {
  return {
    ...{ id, sha, ref: sha, task, environment, description, payload },
    transient_environment: flags.transient,
    production_environment: flags.production,
  }
}

function page(all: readonly unknown[], query: URLSearchParams): ApiAnswer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30))
  const from = (Number(query.get('page') ?? 1) - 1) * size
  return { status: 200, body: all.slice(from, from + size), hasNext: from + size < all.length }
}

function hasPullRequest({ pullRequests }: Repository, wanted: number): boolean {
  return pullRequests.some(({ number }) => number === wanted)
}

function invalid(message: string): ApiAnswer {
  return { status: 422, body: { message: 'Validation Failed', errors: [{ message }] } }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
