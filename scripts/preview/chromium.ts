import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright-core'

/** A page in a Chromium of its own, with an empty profile. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page
  /** The addresses that the page asked for besides its own. */
  readonly requests: readonly string[]
  readonly errors: readonly string[]
}

/** Chromium's path, as Debian's package `chromium` installs it; undefined where there is none. */
export function chromiumPath(path = process.env['PATH'] ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, 'chromium')).find(isExecutable)
}

/** Opens a file, and waits until `data-drawn` says that its charts are drawn. Nothing is let out of the page. */
export async function openedPage(executablePath: string, file: string, scale = 2): Promise<OpenedPage> {
  const profile = mkdtempSync(join(tmpdir(), 'appconfig-deploy-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1056, height: 900 },
    deviceScaleFactor: scale,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const url = pathToFileURL(file).href
  const requests: string[] = []
  const errors: string[] = []
  await context.route('**', async (route) => {
    if (route.request().url() === url) return route.continue()
    requests.push(route.request().url())
    return route.abort()
  })
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.goto(url)
  await page.waitForSelector('body[data-drawn]', { state: 'attached' })
  return {
    page,
    requests,
    errors,
    [Symbol.asyncDispose]: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
