// Nothing in it can end a link's destination, start an HTML entity's name or change the scheme.
const PLAIN_URL =
  /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9/._~%?=&+:@-]*)?(?:#[A-Za-z0-9/._~%?=&+:@-]*)?$/

/**
 * A Markdown link to a URL of our own making, with a label that is Markdown already. A URL with anything
 * unusual in it is not linked: the label stands alone.
 */
export function markdownLink(label: string, url: string | undefined): string {
  if (url === undefined || !PLAIN_URL.test(url)) return label
  return `[${label}](${url.replaceAll('&', '&amp;')})`
}
