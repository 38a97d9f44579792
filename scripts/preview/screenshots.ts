import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Takes a picture of each report on the page, named after its title, into an emptied folder. Returns how many. */
export async function takeScreenshots(page: Page, folder: string): Promise<number> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const sections = await page.locator('section').all()
  for (const section of sections) {
    const title = (await section.locator('.report-title').textContent()) ?? 'report'
    const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    await section.locator('article').screenshot({ path: join(folder, `${name}.png`) })
  }
  return sections.length
}
