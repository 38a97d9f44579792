import { property } from '../configuration/json/property.js'
import { type CommentTarget, markedTarget } from '../report/comment/marker.js'
import type { Github } from './client.js'
import { isFailure, unreadableAnswer } from './failure.js'
import { ONE_ATTEMPT } from './request-policy.js'

/** A comment that begins with the marker of a target. */
export interface MarkedComment {
  readonly id: number
  readonly target: CommentTarget
  /** Its author, as GitHub describes it. */
  readonly user: unknown
}

const PER_PAGE = 100

/**
 * The comments about some targets on a pull request, whoever wrote them, oldest first.
 * @throws GithubRequestError
 */
export async function markedComments(
  github: Github,
  pullRequest: number,
  isMeant: (target: CommentTarget) => boolean,
): Promise<readonly MarkedComment[]> {
  const listed: readonly unknown[] = await github.send(({ rest, paginate }, name) =>
    paginate(rest.issues.listComments, { ...name, issue_number: pullRequest, per_page: PER_PAGE }),
  )
  return listed
    .flatMap((comment) => {
      const [id, body] = [property(comment, 'id'), property(comment, 'body')]
      const target = typeof body === 'string' ? markedTarget(body) : undefined
      if (typeof id !== 'number' || target === undefined || !isMeant(target)) return []
      return [{ id, target, user: property(comment, 'user') }]
    })
    .sort((one, other) => one.id - other.id)
}

/**
 * Creates a comment. When the answer is lost it may have been created all the same.
 * @returns its ID, and the ID of its author where the answer has it
 * @throws GithubRequestError
 */
export async function createComment(
  github: Github,
  pullRequest: number,
  body: string,
): Promise<{ readonly id: number; readonly userId?: number }> {
  const { data } = await github.send(({ rest }, name) =>
    rest.issues.createComment({ ...name, issue_number: pullRequest, body, request: ONE_ATTEMPT }),
  )
  const id: unknown = property(data, 'id')
  const userId = property(property(data, 'user'), 'id')
  if (typeof id !== 'number') throw unreadableAnswer()
  return typeof userId === 'number' ? { id, userId } : { id }
}

/**
 * Edits a comment.
 * @returns false when it is gone: somebody may have deleted it meanwhile
 * @throws GithubRequestError
 */
export async function editComment(github: Github, id: number, body: string): Promise<boolean> {
  return isThere(
    github.send(({ rest }, name) => rest.issues.updateComment({ ...name, comment_id: id, body })),
  )
}

/**
 * Deletes comments. One that is gone already is no failure.
 * @throws GithubRequestError
 */
export async function deleteComments(
  github: Github,
  comments: readonly { readonly id: number }[],
): Promise<void> {
  await Promise.all(
    comments.map(({ id }) =>
      isThere(github.send(({ rest }, name) => rest.issues.deleteComment({ ...name, comment_id: id }))),
    ),
  )
}

async function isThere(request: Promise<unknown>): Promise<boolean> {
  try {
    await request
    return true
  } catch (error) {
    if (isFailure(error, 'not-found')) return false
    throw error
  }
}
