import fc from 'fast-check'

/** Texts that someone who wants to break out of a line, a cell or an element would try. */
export const HOSTILE: readonly string[] = [
  'x\n::error::owned',
  '</details><script>alert(1)</script>|',
  '| a | b |',
  '|---|---|',
  '`code` ``` ~~~',
  '<img src=x onerror="alert(1)">',
  `" onmouseover='alert(1)`,
  '[x](javascript:alert(1))',
  '![](http://example.com/pixel.png)',
  '[x][y] [^1]',
  '@octocat and @octo-org/team',
  'mail someone@example.com, mailto:someone@example.com',
  'http://example.com https://example.com/?a=b&c=d www.example.com WWW.example.com ftp://example.com',
  '#12 octo/repo#12 GH-12 gh-12',
  '\\|',
  '\\',
  'ends in a backslash\\',
  '&lt;b&gt; &#60; &amp;lt; &copy',
  '$math$ $$x$$',
  '> [!CAUTION]',
  '*a* **b** _c_ __d__ ~~e~~',
  '- item',
  '+ item',
  '* item',
  '1. item',
  '2) item',
  '# heading',
  '---',
  '===',
  '    indented',
  ' \t ',
  '',
  '<!-- comment',
  '<![CDATA[ x ]]> <?php ?>',
  '\u001b[31mred\u001b[0m\0',
  '\u202egnp.exe',
  '##[error]owned',
]

/** Any text, biased towards the signs that mean something to the runner, to Markdown and to HTML. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...Array.from(
          '#[]:|`\\<>&;"\'*_~$@!-+=(){}/.x1 \t\n\r\v\f\0\u001b\u0085\u2028\u200b\ufeff\ud83d\u202e',
        ),
        ...HOSTILE,
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
)
