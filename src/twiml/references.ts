/** The only entities that XML has without a document type: XML 1.0, section 4.6. */
const predefined: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const reference = /&(?:#(\d+)|#x([\da-fA-F]+)|([A-Za-z_:][\w:.-]*));/g;

/** Entities of HTML that are met most, to tell what to write instead. */
const htmlEntities: Readonly<Record<string, string>> = {
  nbsp: "&#160;",
  copy: "&#169;",
  eacute: "&#233;",
  egrave: "&#232;",
  uuml: "&#252;",
  ouml: "&#246;",
  auml: "&#228;",
  ntilde: "&#241;",
  ndash: "&#8211;",
  mdash: "&#8212;",
  hellip: "&#8230;",
  rsquo: "&#8217;",
  euro: "&#8364;",
};

/** Replaces the references in a text that is well-formed. */
export function decodeReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return predefined[name] ?? whole;
    return String.fromCodePoint(codePoint(decimal, hex));
  });
}

/** What is wrong with the reference that an `&` begins, if anything; `to` ends the text it stands in. */
export function referenceFault(
  text: string,
  at: number,
  to: number,
): { readonly message: string; readonly hint: string } | undefined {
  const written = text.slice(at, Math.min(to, at + 40));
  const [whole, decimal, hex, name] =
    /^&(?:#(\d+)|#x([\da-fA-F]+)|([A-Za-z_:][\w:.-]*));/.exec(written) ?? [];
  if (whole === undefined)
    return { message: "A bare & stands in the document.", hint: "Write &amp; for the character &." };
  if (name !== undefined) {
    if (Object.hasOwn(predefined, name)) return undefined;
    const known = Object.hasOwn(htmlEntities, name) ? htmlEntities[name] : undefined;
    const hint =
      known === undefined ? "Write the character itself, or &#…; with its number." : `Write ${known}.`;
    return { message: `XML has no entity ${whole}`, hint };
  }
  if (isChar(codePoint(decimal, hex))) return undefined;
  return { message: `${whole} is no character of XML.`, hint: "Leave it out." };
}

function codePoint(decimal: string | undefined, hex: string | undefined): number {
  return hex === undefined ? Number.parseInt(decimal ?? "", 10) : Number.parseInt(hex, 16);
}

/** `Char`, production 2 of XML 1.0. */
function isChar(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
