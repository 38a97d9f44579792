import { Marked } from 'marked'

const renderer = new Marked({ gfm: true, async: false })

/** The HTML that a GFM renderer makes of `markdown`. */
export function renderedHtml(markdown: string): string {
  return renderer.parse(markdown, { async: false })
}

/** The tags of a rendered document in order, attributes included: `<table>`, `</td>`, `<a href="…">`. */
export function tagsOf(html: string): readonly string[] {
  return html.match(/<[^>]*>/g) ?? []
}

/** The text of some HTML as a reader sees it, without the zero-width spaces that keep links from forming. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(#(\d+)|lt|gt|amp|quot);/g, (_, name: string, code?: string) =>
      code === undefined ? NAMED[name]! : String.fromCodePoint(Number(code)),
    )
    .replaceAll('\u200b', '')
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** The tags, with what a link to AWS's console names left out: an encoded path or query is no structure. */
export function structureOf(markdown: string): readonly string[] {
  return tagsOf(renderedHtml(markdown)).map((tag) =>
    tag.replace(/^<a href="https:\/\/console\.aws\.amazon\.com\/[A-Za-z0-9/._~%?=&;#:-]*">$/, '<a console>'),
  )
}
