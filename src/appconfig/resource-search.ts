import { InputError } from '../input-error.js'
import { type Choice, choose, type Named } from '../input-values/choice.js'
import { AwsRequestError, failureKind } from './failure.js'

/** How a resource is looked for that an input names. */
export interface Search<T extends Named> {
  readonly kind: string
  readonly input: string
  readonly reference: string
  readonly isIdLike: boolean
  readonly get: () => Promise<T>
  readonly list: () => Promise<readonly T[]>
}

/** Whether a reference has the form of the IDs that AppConfig makes. A name may have it too. */
export function looksLikeId(reference: string): boolean {
  return /^[a-z0-9]{4,7}$/.test(reference)
}

/** The resource that a reference means. @throws InputError when there is not exactly one; AwsRequestError */
export async function find<T extends Named>(search: Search<T>): Promise<T> {
  const choice = await lookFor(search)
  if (!choice.ok) throw new InputError([`${search.input} ${choice.problem}`])
  return choice.value
}

/** The same; undefined when there is none. @throws InputError when there are several; AwsRequestError */
export async function findIfAny<T extends Named>(search: Search<T>): Promise<T | undefined> {
  const choice = await lookFor(search)
  if (choice.ok) return choice.value
  if (choice.why === 'missing') return undefined
  throw new InputError([`${search.input} ${choice.problem}`])
}

/** All items of all pages. */
export async function allItems<Item, T>(
  pages: AsyncIterable<{ readonly Items?: readonly Item[] | undefined }>,
  read: (item: Item) => T,
): Promise<readonly T[]> {
  const items: T[] = []
  for await (const page of pages) items.push(...(page.Items ?? []).map(read))
  return items
}

/** What every resource is answered with. */
export interface Answer {
  readonly Id?: string | undefined
  readonly Name?: string | undefined
}

/** Both names of a resource, as AppConfig answers it. */
export function named(answer: Answer): Named {
  const id = answer.Id ?? ''
  return { id, name: answer.Name ?? id }
}

/** What looks like an ID is asked for directly; only when nothing has it is it taken for a name. */
async function lookFor<T extends Named>(search: Search<T>): Promise<Choice<T>> {
  if (search.isIdLike) {
    try {
      return { ok: true, value: await search.get() }
    } catch (error) {
      const kind = failureKind(error)
      if (kind === 'access-denied') return chooseAfterRefusal(search, error)
      if (kind !== 'not-found' && kind !== 'bad-request') throw error
    }
  }
  return choose(search.reference, await listed(search), search.kind)
}

/**
 * A policy that names its resources refuses the "ID" that is a name, since no ARN of its resources ends in it: the
 * list tells. Where that is refused too, the permission to ask by ID is the one to tell of.
 */
async function chooseAfterRefusal<T extends Named>(search: Search<T>, refusal: unknown): Promise<Choice<T>> {
  try {
    return choose(search.reference, await listed(search), search.kind)
  } catch (error) {
    throw failureKind(error) === 'access-denied' ? refusal : error
  }
}

/** The parent may have been taken for an ID and not exist: then there are no candidates. */
async function listed<T extends Named>(search: Search<T>): Promise<readonly T[]> {
  try {
    return await search.list()
  } catch (error) {
    if (error instanceof AwsRequestError && error.failure.kind === 'not-found') return []
    throw error
  }
}
