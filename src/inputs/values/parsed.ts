/** What reading one value gave: the value, or a problem in words that complete "`input` …". */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly string[] }

/** The value, read well. */
export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

/** One or more problems with the value. */
export function rejected(...problems: readonly string[]): Parsed<never> {
  return { ok: false, problems }
}

/** Untrusted text in a message: quoted, on one line, and short enough to read. */
export function quoted(text: string, maxLength = 80): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  return JSON.stringify(cut)
}
