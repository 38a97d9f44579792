import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { rehypeGithubAlerts } from 'rehype-github-alerts'
import rehypeParse from 'rehype-parse'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'

/** Sanitised with GitHub's allow-list (the default of rehype-sanitize), and only then alerts. */
const sanitised = unified()
  .use(rehypeParse, { fragment: true })
  .use(rehypeSanitize)
  .use(rehypeGithubAlerts, {})
  .use(rehypeStringify)

/**
 * Markdown as the HTML that GitHub would show, in the steps in which GitHub makes it: GFM with raw HTML, which is then
 * sanitised. Mermaid stays a code block.
 */
export function githubHtml(markdown: string): string {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
  return String(sanitised.processSync(html))
}
