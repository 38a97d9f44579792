import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { githubHtml } from './github-markdown.js'

/** One report as the action writes it, under the name by which a person looks for it. */
export interface Preview {
  readonly title: string
  readonly markdown: string
}

const resolve = (path: string) => createRequire(import.meta.url).resolve(path)

/**
 * One HTML page with each report as GitHub would show it. Everything is part of the page: it requests nothing. Once
 * the charts are drawn, `<body>` has the attribute `data-drawn`; a chart that could not be drawn has the class
 * `failed-chart` and says why.
 */
export function previewPage(previews: readonly Preview[], theme: 'light' | 'dark' = 'light'): string {
  const css = readFileSync(resolve(`github-markdown-css/github-markdown-${theme}.css`), 'utf8')
  const mermaid = readFileSync(resolve('mermaid/dist/mermaid.min.js'), 'utf8')
  const links = previews.map(({ title }, at) => `<li><a href="#report-${at}">${escaped(title)}</a></li>`)
  const reports = previews.map(
    ({ title, markdown }, at) =>
      `<section id="report-${at}"><p class="report-title">${escaped(title)}</p><article class="markdown-body">${githubHtml(markdown)}</article></section>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Reports of AppConfig Deploy</title>
<style>${css}</style>
<style>${PAGE_CSS}</style>
<body class="${theme}">
<nav><ol>${links.join('')}</ol></nav>
<main>${reports.join('\n')}</main>
<script>${mermaid.replaceAll('</script', '<\\/script')}</script>
<script>${drawCharts(theme)}</script>
</body>
</html>
`
}

// The width and the paddings of a job summary on github.com.
const PAGE_CSS = `
body { margin: 0; font-family: -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
body.light { background: #f6f8fa; color: #59636e; }
body.dark { background: #010409; color: #9198a1; }
nav { padding: 8px 24px; font-size: 13px; columns: 3; }
main { width: 960px; margin: 0 auto; padding: 8px 24px; }
section { margin-bottom: 40px; }
.report-title { font-size: 13px; margin: 8px 0; }
.markdown-body { padding: 24px; border: 1px solid #d1d9e0; border-radius: 6px; }
.dark .markdown-body { border-color: #3d444d; }
.chart { text-align: center; margin-bottom: 16px; }
.failed-chart { color: #d1242f; }
`

// As GitHub does it: strict, so that nothing in a chart can be HTML or a link.
function drawCharts(theme: string): string {
  return `
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: '${theme === 'dark' ? 'dark' : 'default'}' });
(async () => {
  const blocks = [...document.querySelectorAll('pre > code.language-mermaid')];
  for (const [at, block] of blocks.entries()) {
    const chart = document.createElement('div');
    chart.className = 'chart';
    block.parentElement.replaceWith(chart);
    const width = document.createElement('div');
    try {
      chart.append(width);
      const { svg } = await mermaid.render('chart-' + at, block.textContent, chart);
      chart.innerHTML = svg;
    } catch (error) {
      chart.className = 'failed-chart';
      chart.textContent = String(error);
    }
  }
  document.body.dataset.drawn = String(blocks.length);
})();
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
