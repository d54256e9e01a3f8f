import fc from "fast-check";

/** A verb or noun as it will be written. */
export type RandomElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly RandomElement[];
};

/** Some of the attributes; each name has its values, among them junk. */
export function attributes(values: Readonly<Record<string, fc.Arbitrary<string>>>) {
  return fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>;
}

/** The attributes of all. */
export function together(
  ...groups: readonly fc.Arbitrary<Record<string, string>>[]
): fc.Arbitrary<Record<string, string>> {
  return fc.tuple(...groups).map((all) => Object.fromEntries(all.flatMap((own) => Object.entries(own))));
}

/** A verb or noun with what may stand in it. */
export function made(
  name: string,
  own: fc.Arbitrary<Record<string, string>>,
  text: fc.Arbitrary<string> = fc.constant(""),
  children: fc.Arbitrary<readonly RandomElement[]> = fc.constant([]),
): fc.Arbitrary<RandomElement> {
  return fc.record({ name: fc.constant(name), attributes: own, text, children });
}

/** A verb or noun without attributes. */
export function plainElement(name: string, text = ""): RandomElement {
  return { name, attributes: {}, text, children: [] };
}

/** The document as text. */
export function writeTwiml(verbs: readonly RandomElement[]): string {
  return `<Response>${verbs.map(writeElement).join("")}</Response>`;
}

function writeElement({ name, attributes: own, text, children }: RandomElement): string {
  const written = Object.entries(own).map(([key, value]) => ` ${key}="${escapeText(value)}"`);
  const inner = escapeText(text) + children.map(writeElement).join("");
  return inner === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${inner}</${name}>`;
}

/** A text as it stands in a document. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
