import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { chromiumPath, openedPage } from './preview/chromium.js'
import { previewPage } from './preview/preview-page.js'
import { previews } from './preview/previews.js'
import { takeReadmePicture } from './preview/readme-picture.js'
import { takeScreenshots } from './preview/screenshots.js'
import { REPOSITORY } from './step-runner.js'

/**
 * `npm run preview`: every kind of report on one HTML page as GitHub would show it, light and dark.
 * `-- --screenshots` also takes a picture of each with Chromium, `-- --readme` the one that the README shows.
 */
const { values: flags } = parseArgs({
  options: { screenshots: { type: 'boolean', default: false }, readme: { type: 'boolean', default: false } },
})
/** Pixels for each of the page's; with two the picture would be too large. */
const README_SCALE = 1
const README_REPORT = 'Rolled back by a CloudWatch alarm at 60 %'
const folder = join(REPOSITORY, '.tmp')
mkdirSync(folder, { recursive: true })
for (const theme of ['light', 'dark'] as const) {
  const file = join(folder, `preview-${theme}.html`)
  writeFileSync(file, previewPage(previews, theme))
  console.log(`${previews.length} reports: ${file}`)
  if (flags.screenshots) {
    await inChromium(file, async (page) => {
      const into = join(folder, 'screenshots', theme)
      console.log(`Pictures: ${await takeScreenshots(page, into)} in ${into}`)
    })
  }
  if (flags.readme && theme === 'light') {
    const picture = join(REPOSITORY, 'docs', 'summary.png')
    await inChromium(file, (page) => takeReadmePicture(page, README_REPORT, picture), README_SCALE)
  }
}

async function inChromium(file: string, look: (page: Page) => Promise<void>, scale = 2): Promise<void> {
  const executable = chromiumPath()
  if (executable === undefined) throw new Error('There is no chromium on the PATH')
  await using opened = await openedPage(executable, file, scale)
  await look(opened.page)
}
