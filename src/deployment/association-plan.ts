/** An association of an extension with a resource. */
export interface Association {
  readonly id: string
  readonly version: number
  readonly parameters: Readonly<Record<string, string>>
}

/** What has to be done so that a resource applies one version of an extension, with these parameters. */
export interface AssociationPlan {
  readonly step:
    | { readonly kind: 'keep'; readonly id: string }
    | {
        readonly kind: 'update-parameters'
        readonly id: string
        readonly parameters: Readonly<Record<string, string>>
      }
    | { readonly kind: 'create'; readonly parameters: Readonly<Record<string, string>> }
  /** Associations pinned to older versions, to be removed once the step is done, so that none is ever missing. */
  readonly superseded: readonly Association[]
}

/**
 * Plans the association of an extension version with a resource. An association with the version is kept, older
 * ones are superseded, newer ones (another run was faster) are left alone. Parameters that were not given are
 * carried over from the association that is replaced, as far as the new version still has them.
 *
 * @param existing the resource's associations of the same extension, whatever their version
 * @param given the parameters of the input; undefined when it was not used
 * @param knownParameters the names of the parameters that the version has
 */
export function planAssociation(
  version: number,
  existing: readonly Association[],
  given: Readonly<Record<string, string>> | undefined,
  knownParameters: readonly string[],
): AssociationPlan {
  const superseded = existing.filter((association) => association.version < version)
  const current = existing.find((association) => association.version === version)
  if (current !== undefined) {
    const isSame = given === undefined || sameParameters(given, current.parameters)
    const { id } = current
    if (isSame) return { step: { kind: 'keep', id }, superseded }
    return { step: { kind: 'update-parameters', id, parameters: given }, superseded }
  }
  const newest = superseded.toSorted((a, b) => b.version - a.version)[0]
  const carried = Object.entries(newest?.parameters ?? {}).filter(([name]) => knownParameters.includes(name))
  return { step: { kind: 'create', parameters: given ?? Object.fromEntries(carried) }, superseded }
}

function sameParameters(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
