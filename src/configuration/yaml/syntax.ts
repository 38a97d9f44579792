import type { ErrorCode } from 'yaml'

/**
 * What is wrong, by the parser's error code. Its own messages quote the content, and content does not belong
 * in a log.
 */
export const YAML_SYNTAX: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias takes no anchor and no tag.',
  BAD_ALIAS: 'This alias cannot be read: it needs a name, and its anchor stands before it.',
  BAD_COLLECTION_TYPE: 'The tag does not fit the map or list that it stands before.',
  BAD_DIRECTIVE: 'YAML does not know this directive.',
  BAD_DQ_ESCAPE: 'YAML does not know this escape; a backslash itself is written as two.',
  BAD_INDENT: 'The indentation does not fit: a map or list has all its entries in one column.',
  BAD_PROP_ORDER: 'Anchors and tags stand before the value, after the sign of the entry.',
  BAD_SCALAR_START: 'A value that starts with this character has to be quoted.',
  BLOCK_AS_IMPLICIT_KEY: 'A map or list cannot start here; a value with ": " in it has to be quoted.',
  BLOCK_IN_FLOW: 'Within [ ] and { }, maps and lists are written with [ ] and { } too.',
  DUPLICATE_KEY: 'The key is in this map already.',
  IMPOSSIBLE: 'This cannot be read as YAML.',
  KEY_OVER_1024_CHARS: 'A key has at most 1,024 characters.',
  MISSING_CHAR: 'A sign is missing here: a closing quote or bracket, a comma, a colon or a blank.',
  MULTILINE_IMPLICIT_KEY: 'A key stands on one line; is a ":" or a quote missing?',
  MULTIPLE_ANCHORS: 'A value has at most one anchor.',
  MULTIPLE_DOCS: 'There is more than one document.',
  MULTIPLE_TAGS: 'A value has at most one tag.',
  NON_STRING_KEY: 'A key has to be a text.',
  RESOURCE_EXHAUSTION: 'The content is nested too deep.',
  TAB_AS_INDENT: 'YAML is indented with blanks, not with tabs.',
  TAG_RESOLVE_FAILED: 'The value is not what its tag says.',
  UNEXPECTED_TOKEN: 'This is not expected here.',
}
