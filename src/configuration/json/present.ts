/** A record whose members that may be undefined are optional instead. */
export type Present<T extends object> = Readonly<
  { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
    [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>
  }
>

/** The members of a record that are defined: under `exactOptionalPropertyTypes`, undefined and absent differ. */
export function present<T extends object>(members: T): Present<T>
export function present(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
