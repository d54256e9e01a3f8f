/**
 * `Name`, as the source of a regular expression with the flag `u`. U+1680 and U+FEFF, which XML allows in
 * names, are left out: fast-xml-parser takes them for white space.
 *
 * @see https://www.w3.org/TR/xml/#NT-Name
 */
export const NAME: string = (() => {
  const start =
    ":A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{167F}\\u{1681}-\\u{1FFF}" +
    "\\u{200C}\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}" +
    "\\u{FDF0}-\\u{FEFE}\\u{FF00}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";
  return `[${start}][-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}${start}]*`;
})();

/**
 * What is not a `Char`: most control characters, half a surrogate pair, U+FFFE, U+FFFF.
 *
 * @see https://www.w3.org/TR/xml/#NT-Char
 */
export const NOT_CHAR = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
