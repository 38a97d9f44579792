import { commentMarker, type CommentTarget, markedTarget } from '../report/comment/marker.js'
import type { Github } from './client.js'
import { GithubRequestError } from './failure.js'

/** The environment that comments are about, whatever the configuration profile. */
export type CommentPlace = Omit<CommentTarget, 'configurationProfile'>

interface Comment {
  readonly id: number
  readonly target: CommentTarget
}

const PER_PAGE = 100
const MAX_ATTEMPTS = 2

/**
 * Writes the comment of a target: in the place of the one that there is, or as a new one.
 * @param known the ID of the comment, where it was written before
 * @returns the comment's ID
 * @throws GithubRequestError
 */
export async function writeComment(
  github: Github,
  pullRequest: number,
  target: CommentTarget,
  body: string,
  known?: number,
): Promise<number> {
  if (known !== undefined && (await edited(github, known, body))) return known
  for (let attempt = 1; ; attempt++) {
    const own = await ownComments(github, pullRequest, (marked) => isSame(marked, target))
    for (const { id } of own) if (await edited(github, id, body)) return id
    try {
      const { data } = await github.once((rest, frame) =>
        rest.issues.createComment({ ...frame, issue_number: pullRequest, body }),
      )
      return data.id
    } catch (error) {
      // It may have been written all the same: the next attempt looks first.
      if (!isUnavailable(error) || attempt >= MAX_ATTEMPTS) throw error
    }
  }
}

/**
 * Edits every comment about an environment, one for each configuration profile, in place.
 * @param body makes the comment of a target, its marker on the first line
 * @returns how many there were
 * @throws GithubRequestError
 */
export async function updateCommentsOfEnvironment(
  github: Github,
  pullRequest: number,
  place: CommentPlace,
  body: (target: CommentTarget) => string,
): Promise<number> {
  const own = await ownComments(
    github,
    pullRequest,
    ({ region, application, environment }) =>
      region === place.region && application === place.application && environment === place.environment,
  )
  const updated = await Promise.all(own.map(({ id, target }) => edited(github, id, body(target))))
  return updated.filter(Boolean).length
}

/** The comments that this token's author wrote about a target, oldest first. */
async function ownComments(
  github: Github,
  pullRequest: number,
  isWanted: (target: CommentTarget) => boolean,
): Promise<readonly Comment[]> {
  const marked: (Comment & { readonly authorId?: number; readonly authorType?: string })[] = []
  for (let page = 1; ; page++) {
    const { data } = await github.repeatable((rest, frame) =>
      rest.issues.listComments({ ...frame, issue_number: pullRequest, per_page: PER_PAGE, page }),
    )
    for (const { id, body, user } of data) {
      const target = markedTarget(body ?? '')
      if (target === undefined || !isWanted(target)) continue
      marked.push({ id, target, ...(user === null ? {} : { authorId: user.id, authorType: user.type }) })
    }
    if (data.length < PER_PAGE) break
  }
  if (marked.length === 0) return []
  const self = await ownId(github)
  return marked.filter(({ authorId, authorType }) =>
    self === undefined ? authorType === 'Bot' : authorId === self,
  )
}

/**
 * The ID of the user whose token it is; undefined for the token of an app, such as GITHUB_TOKEN, which may not ask
 * who it is.
 */
async function ownId(github: Github): Promise<number | undefined> {
  try {
    const { data } = await github.repeatable((rest, { request }) => rest.users.getAuthenticated({ request }))
    return data.id
  } catch (error) {
    if (error instanceof GithubRequestError && error.failure.kind === 'refused') return undefined
    throw error
  }
}

/** Whether the comment could be edited: it may be gone meanwhile. */
async function edited(github: Github, id: number, body: string): Promise<boolean> {
  try {
    await github.repeatable((rest, frame) => rest.issues.updateComment({ ...frame, comment_id: id, body }))
    return true
  } catch (error) {
    if (error instanceof GithubRequestError && error.failure.status === 404) return false
    throw error
  }
}

function isSame(one: CommentTarget, other: CommentTarget): boolean {
  return commentMarker(one) === commentMarker(other)
}

function isUnavailable(error: unknown): boolean {
  return error instanceof GithubRequestError && error.failure.kind === 'unavailable'
}
