import { InputError } from '../inputs/input-error.js'
import { type Choice, choose } from '../inputs/values/choice.js'
import type { NamedResource } from '../deployment/deployment.js'
import { AwsRequestError, failureKind } from './failure.js'

/** How a resource is looked for that an input names. */
export interface Search<T extends NamedResource> {
  readonly kind: string
  readonly input: string
  readonly reference: string
  readonly form: ReferenceForm
  readonly get: () => Promise<T>
  readonly list: () => Promise<readonly T[]>
}

/** What a reference looks like. A name may look like an ID, and an ID of letters alone like a name. */
export type ReferenceForm = 'id' | 'name-or-id' | 'name'

/**
 * AppConfig takes 4 to 7 lower-case letters and digits for an ID (API model), and makes them of 7, nine in ten of which
 * have a digit. Fewer names have: `shop` and `beta` are taken for names first, which a list knows as well as IDs.
 */
export function referenceForm(reference: string): ReferenceForm {
  if (/^(?=.*\d)[a-z0-9]{7}$/.test(reference)) return 'id'
  return /^[a-z0-9]{4,7}$/.test(reference) ? 'name-or-id' : 'name'
}

/** The resource that a reference means. @throws InputError when there is not exactly one; AwsRequestError */
export async function find<T extends NamedResource>(search: Search<T>): Promise<T> {
  const choice = await lookFor(search)
  if (!choice.ok) throw new InputError([choice.problem])
  return choice.value
}

/** The same; undefined when there is none. @throws InputError when there are several; AwsRequestError */
export async function findIfAny<T extends NamedResource>(search: Search<T>): Promise<T | undefined> {
  const choice = await lookFor(search)
  if (choice.ok) return choice.value
  if (choice.why === 'missing') return undefined
  throw new InputError([choice.problem])
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
export function named(answer: Answer): NamedResource {
  const id = answer.Id ?? ''
  return { id, name: answer.Name ?? id }
}

/**
 * What looks like an ID is asked for directly; only when nothing has it is it taken for a name. Anything else is looked
 * up in the list, unless that is not permitted and it may be an ID.
 */
async function lookFor<T extends NamedResource>(search: Search<T>): Promise<Choice<T>> {
  if (search.form === 'id') {
    try {
      return { ok: true, value: await search.get() }
    } catch (error) {
      const kind = failureKind(error)
      if (kind === 'access-denied') return chooseAfterRefusal(search, error)
      if (kind !== 'not-found' && kind !== 'bad-request') throw error
    }
  }
  try {
    return choose(search.reference, await listed(search), search.kind)
  } catch (error) {
    if (search.form !== 'name-or-id' || failureKind(error) !== 'access-denied') throw error
    return { ok: true, value: await permitted(search, error) }
  }
}

/** The resource with this ID; if there is none, the refusal of the list is what to tell. */
async function permitted<T extends NamedResource>(search: Search<T>, refusal: unknown): Promise<T> {
  try {
    return await search.get()
  } catch {
    throw refusal
  }
}

/**
 * A policy that names its resources refuses the "ID" that is a name, since no ARN of its resources ends in it: the
 * list tells. Where that is refused too, the permission to ask by ID is the one to tell of.
 */
async function chooseAfterRefusal<T extends NamedResource>(
  search: Search<T>,
  refusal: unknown,
): Promise<Choice<T>> {
  try {
    return choose(search.reference, await listed(search), search.kind)
  } catch (error) {
    throw failureKind(error) === 'access-denied' ? refusal : error
  }
}

/** The parent may have been taken for an ID and not exist: then there are no candidates. */
async function listed<T extends NamedResource>(search: Search<T>): Promise<readonly T[]> {
  try {
    return await search.list()
  } catch (error) {
    if (error instanceof AwsRequestError && error.failure.kind === 'not-found') return []
    throw error
  }
}
