/** Words that people write for something that has another name here. */
export type Synonyms = Readonly<Record<string, readonly string[]>>

/** Names longer than this differ enough in their beginning; the comparison is quadratic in the length. */
const MAX_COMPARED = 64
/** Up to here a candidate counts as what was probably meant. */
const MAX_SCORE = 0.42

/** The candidates, the most similar first; equally similar ones stay in their order. */
export function bySimilarity(text: string, candidates: readonly string[]): readonly string[] {
  return candidates
    .map((candidate) => ({ candidate, score: dissimilarity(text, candidate) }))
    .sort((a, b) => a.score - b.score)
    .map(({ candidate }) => candidate)
}

/** The candidate that was probably meant, by a synonym, by its case, or by its letters; undefined when none is close. */
export function probablyMeant(
  text: string,
  candidates: readonly string[],
  synonyms: Synonyms = {},
): string | undefined {
  const word = text.toLowerCase()
  const meant = Object.hasOwn(synonyms, word) ? (synonyms[word] ?? []) : []
  const synonym = meant.find((name) => candidates.includes(name))
  if (synonym !== undefined) return synonym
  const [nearest] = bySimilarity(text, candidates)
  return nearest !== undefined && dissimilarity(text, nearest) <= MAX_SCORE ? nearest : undefined
}

/** ` Did you mean NAME?`, to follow a sentence; empty when nothing is close. */
export function didYouMean(text: string, candidates: readonly string[], synonyms?: Synonyms): string {
  const meant = probablyMeant(text, candidates, synonyms)
  return meant === undefined ? '' : ` Did you mean ${meant}?`
}

/**
 * How different two names are, from 0 (the same but for case and separators) to 1: by the letters that differ, or less
 * when one contains the other or they share whole words.
 */
function dissimilarity(text: string, candidate: string): number {
  const [a, b] = [letters(text), letters(candidate)]
  if (a === b) return text === candidate ? 0 : 0.01
  if (a === '' || b === '') return 1
  const byLetters = editDistance(a, b) / Math.max(a.length, b.length)
  return Math.min(byLetters, byContainment(a, b), byWords(text, candidate)) + byLetters / 100
}

function byContainment(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < 3 || !long.includes(short)) return 1
  return long.startsWith(short) || long.endsWith(short) ? 0.3 : 0.38
}

function byWords(text: string, candidate: string): number {
  const [a, b] = [words(text), words(candidate)]
  const isShared = (word: string) => b.some((other) => other.startsWith(word) || word.startsWith(other))
  const shared = a.filter((word) => word.length >= 3 && isShared(word)).length
  return shared < 2 && shared < a.length ? 1 : 0.2 + (0.3 * (a.length - shared)) / a.length
}

function words(text: string): readonly string[] {
  return text
    .slice(0, MAX_COMPARED)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= 3)
}

function letters(text: string): string {
  return text
    .slice(0, MAX_COMPARED)
    .toLowerCase()
    .replace(/[-_ ./]/g, '')
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity
      row.push(Math.min(change, swap, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    ;[before, last] = [last, row]
  }
  return last[b.length] ?? 0
}
