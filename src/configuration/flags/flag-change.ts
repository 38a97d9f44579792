import type { ContentRecord } from '../content-value.js'

/** What changed for a reader of feature flags. `flag`, `attribute` and `variant` are keys and names. */
export type FlagChange =
  | { readonly kind: 'flag-added'; readonly flag: string; readonly enabled: boolean | undefined }
  | { readonly kind: 'flag-removed'; readonly flag: string }
  | { readonly kind: 'flag-switched-on'; readonly flag: string }
  | { readonly kind: 'flag-switched-off'; readonly flag: string }
  | { readonly kind: 'flag-renamed'; readonly flag: string; readonly before: string; readonly after: string }
  | { readonly kind: 'flag-description-changed'; readonly flag: string }
  | {
      readonly kind: 'flag-deprecation-changed'
      readonly flag: string
      /** The status, `planned`; undefined when the flag is not deprecated. */
      readonly before: string | undefined
      readonly after: string | undefined
    }
  | AttributeChange
  | VariantChange
  /** Something else in the flag's definition or value. */
  | { readonly kind: 'flag-otherwise-changed'; readonly flag: string }
  /** Something outside of flags and values, such as the version of the schema. */
  | { readonly kind: 'document-changed' }

export type AttributeChange =
  | {
      readonly kind: 'attribute-added'
      readonly flag: string
      readonly attribute: string
      readonly value: unknown
    }
  | { readonly kind: 'attribute-removed'; readonly flag: string; readonly attribute: string }
  | {
      readonly kind: 'attribute-value-changed'
      readonly flag: string
      readonly attribute: string
      /** undefined when there was none. */
      readonly before: unknown
      readonly after: unknown
    }
  | { readonly kind: 'attribute-constraints-changed'; readonly flag: string; readonly attribute: string }
  | { readonly kind: 'attribute-description-changed'; readonly flag: string; readonly attribute: string }

export type VariantChange =
  | { readonly kind: 'variant-added'; readonly flag: string; readonly variant: string }
  | { readonly kind: 'variant-removed'; readonly flag: string; readonly variant: string }
  | {
      readonly kind: 'variant-changed'
      readonly flag: string
      readonly variant: string
      readonly parts: readonly VariantPart[]
    }
  | { readonly kind: 'variants-reordered'; readonly flag: string }

/** A flag as it stands in the two parts of the document. */
export interface Flag {
  readonly definition: ContentRecord
  readonly value: ContentRecord
}

/** What of a variant changed. */
export type VariantPart = 'switched on' | 'switched off' | 'rule' | 'attribute values' | 'something else'
