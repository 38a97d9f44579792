import { statSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** A picture in a README is looked at, not studied: small enough to load at once. */
const MAX_BYTES = 150_000

/** Takes the picture of a summary that the README shows: the report of that title, down to its event log. */
export async function takeReadmePicture(page: Page, title: string, file: string): Promise<void> {
  const section = page.locator('section', { hasText: title }).first()
  const article = await section.locator('article').boundingBox()
  const end = await section.locator('h3', { hasText: 'Event log' }).boundingBox()
  if (article === null || end === null) throw new Error(`There is no report ${title} with an event log`)
  const clip = { x: article.x, y: article.y, width: article.width, height: end.y - article.y }
  await page.screenshot({ path: file, clip, fullPage: true })
  const { size } = statSync(file)
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MAX_BYTES}`)
}
