import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { chromiumPath, type OpenedPage, openedPage } from '../../scripts/preview/chromium.js'
import { githubHtml } from '../../scripts/preview/github-markdown.js'
import { previewPage } from '../../scripts/preview/preview-page.js'
import { previews } from '../../scripts/preview/previews.js'
import { takeScreenshots } from '../../scripts/preview/screenshots.js'
import { tagsOf } from '../unit/report/rendered.js'

const FOLDER = join(import.meta.dirname, '..', '..', '.tmp')
const chromium = chromiumPath()
/** The attributes of GitHub's tables and alerts, and the links that are of our own making. */
const OWN =
  /^(align|class|dir|title|https:\/\/console\.aws\.amazon\.com\/.*|https:\/\/github\.com\/octo-org\/shop\/pull\/12\/files#diff-0a1b2c)$/
/** A browser has dozens of charts to draw, on whatever machine it is. */
const PATIENCE_MS = 300_000
const inChromium = (name: string, body: () => Promise<void>) => {
  if (chromium === undefined) test.skip(name, body)
  else test(name, body, PATIENCE_MS)
}
if (chromium === undefined) {
  process.stderr.write(
    'No chromium on the PATH: the reports are not opened in a browser (apt-get install chromium)\n',
  )
}

async function opened(name: string, page: string): Promise<OpenedPage> {
  mkdirSync(FOLDER, { recursive: true })
  const file = join(FOLDER, `${name}.html`)
  writeFileSync(file, page)
  return openedPage(chromium ?? '', file)
}

describe('the preview', () => {
  inChromium('draws every chart of every report, in light and dark, and asks for nothing', async () => {
    for (const theme of ['light', 'dark'] as const) {
      await using browser = await opened(`tested-preview-${theme}`, previewPage(previews, theme))
      const { page, requests, errors } = browser
      const charts = previews.filter(({ markdown }) => markdown.includes('```mermaid')).length
      expect(charts).toBeGreaterThan(15)
      expect(await page.locator('.failed-chart').allTextContents()).toEqual([])
      expect(await page.locator('.chart svg').count()).toBe(charts)
      // Mermaid draws a picture of a bomb where it can't draw the chart.
      expect(await page.locator('.error-icon').count()).toBe(0)
      expect({ requests, errors }).toEqual({ requests: [], errors: [] })
      const screenshots = join(FOLDER, 'screenshots', theme)
      await takeScreenshots(page, screenshots)
      expect(readdirSync(screenshots)).toHaveLength(previews.length)
    }
  })

  inChromium('shows hostile text as text', async () => {
    await using browser = await opened('tested-hostile', previewPage(previews))
    const { page } = browser
    expect(await page.title()).toBe('Reports of AppConfig Deploy')
    const articles = await page.locator('article', { hasText: 'evil.example' }).all()
    // A summary and a comment.
    expect(articles).toHaveLength(2)
    for (const article of articles) {
      expect(
        await article
          .locator('script, img, iframe, object, embed, form, input, h1, style:not(svg style)')
          .count(),
      ).toBe(0)
      // What charts and alerts are drawn with is not the report's.
      const html = (await article.innerHTML()).replace(/<svg[^]*?<\/svg>/g, '')
      const attributes = tagsOf(html).flatMap((tag) =>
        Array.from(tag.matchAll(/ ([\w-]+)="([^"]*)"/g), ([, name, value]) =>
          name === 'href' ? value! : name!,
        ),
      )
      expect(attributes).toContain('align')
      expect(attributes.filter((name) => !OWN.test(name))).toEqual([])
      expect((await article.textContent())?.replaceAll('\u200b', '')).toContain(
        '<script>document.title="owned"</script>',
      )
    }
  })

  inChromium('says which chart can not be drawn', async () => {
    const broken = { title: 'Broken', markdown: '```mermaid\ngantt\n  section :::\n  %%{\n  :::: a\n```' }
    await using browser = await opened('tested-broken', previewPage([broken]))
    expect(await browser.page.locator('.failed-chart').count()).toBe(1)
  })
})

describe('GitHub Markdown', () => {
  test('is sanitised as GitHub does it', () => {
    const html = githubHtml(
      'a <script>x</script><b onclick="x">b</b> [c](javascript:x) <img src=x onerror=x>',
    )
    expect(html).toBe('<p>a &#x3C;script>x&#x3C;/script><b>b</b> <a href="">c</a> <img src="x"></p>')
  })

  test('has alerts and tables', () => {
    expect(githubHtml('> [!NOTE]\n> text')).toContain('class="markdown-alert markdown-alert-note"')
    expect(githubHtml('| a |\n| - |\n| b |')).toContain('<td>b</td>')
  })
})
