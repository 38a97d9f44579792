import { type CommentTarget, isSameTarget } from '../report/comment/marker.js'
import type { Github } from './client.js'
import { isBy, tokenAuthor } from './comment-author.js'
import {
  createComment,
  deleteComments,
  editComment,
  type MarkedComment,
  markedComments,
} from './comment-requests.js'
import { isFailure } from './failure.js'

/** The environment that comments are about, whatever the configuration profile. */
export type CommentPlace = Omit<CommentTarget, 'configurationProfile'>

/** The text of a target's comment, its marker on the first line. */
export interface CommentText {
  readonly target: CommentTarget
  readonly body: string
}

/** A comment that was written, with the ID of its author when this run created it. */
export interface WrittenComment {
  readonly id: number
  readonly userId?: number
}

/**
 * Writes the comment of a target: in place of the one that there is, or as a new one. Several jobs may create the first
 * one at once: of those, the oldest stays.
 * @param written the comment, where this run wrote it before
 * @throws GithubRequestError
 */
export async function writeComment(
  github: Github,
  pullRequest: number,
  text: CommentText,
  written?: WrittenComment,
): Promise<WrittenComment> {
  if (written !== undefined && (await editComment(github, written.id, text.body))) {
    return withoutDuplicates(github, pullRequest, text, written)
  }
  for (let attempt = 1; ; attempt++) {
    const marked = await commentsOf(github, pullRequest, text.target)
    const [oldest, ...others] = await ownComments(github, marked)
    if (oldest !== undefined && (await editComment(github, oldest.id, text.body))) {
      await deleteComments(github, others)
      return { id: oldest.id }
    }
    try {
      const created = await createComment(github, pullRequest, text.body)
      return await withoutDuplicates(github, pullRequest, text, created)
    } catch (error) {
      // It may have been created all the same: the next attempt looks first.
      if (!isFailure(error, 'unavailable') || attempt >= github.policy.maxAttempts) throw error
    }
  }
}

/**
 * Edits every comment about an environment, one for each configuration profile, in place.
 * @param body the text of a target's comment, its marker on the first line
 * @returns how many there were
 * @throws GithubRequestError
 */
export async function updateCommentsOfEnvironment(
  github: Github,
  pullRequest: number,
  place: CommentPlace,
  body: (target: CommentTarget) => string,
): Promise<number> {
  const marked = await markedComments(github, pullRequest, (target) =>
    isSameTarget({ ...place, configurationProfile: target.configurationProfile }, target),
  )
  const own = await ownComments(github, marked)
  const isEdited = await Promise.all(own.map(({ id, target }) => editComment(github, id, body(target))))
  return isEdited.filter(Boolean).length
}

/** Leaves one comment, the oldest, of those that this run and other jobs created for a target at once. */
async function withoutDuplicates(
  github: Github,
  pullRequest: number,
  { target, body }: CommentText,
  own: WrittenComment,
): Promise<WrittenComment> {
  const { id, userId } = own
  // One that was there before had no duplicates then, and whoever creates one later removes it.
  if (userId === undefined) return own
  const marked = await commentsOf(github, pullRequest, target)
  const others = marked.filter((comment) => comment.id !== id && isBy({ id: userId }, comment.user))
  const [oldest] = others
  if (oldest === undefined || oldest.id > id) {
    await deleteComments(github, others)
    return own
  }
  // Its author may delete it at this moment, in favour of one that is older still.
  if (!(await editComment(github, oldest.id, body))) return own
  await deleteComments(github, [own, ...others.slice(1)])
  return { id: oldest.id, userId }
}

function commentsOf(github: Github, pullRequest: number, target: CommentTarget) {
  return markedComments(github, pullRequest, (marked) => isSameTarget(marked, target))
}

/** Those of some comments that the token's account wrote. It is asked for only when there are any. */
async function ownComments(
  github: Github,
  comments: readonly MarkedComment[],
): Promise<readonly MarkedComment[]> {
  if (comments.length === 0) return []
  const author = await tokenAuthor(github)
  return comments.filter(({ user }) => isBy(author, user))
}
