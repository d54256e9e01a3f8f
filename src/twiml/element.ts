/** A place in a document: both 1-based, columns in UTF-16 code units. */
export type Position = { readonly line: number; readonly column: number };

/** A TwiML element as written: entities are decoded, nothing is trimmed, comments are gone. */
export type Element = Position & {
  readonly kind: "element";
  readonly name: string;
  /** Own keys only (no prototype), in the order written. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
};

/** Character data; neighbouring text and CDATA are one node. */
export type Text = { readonly kind: "text"; readonly text: string };

export type Node = Element | Text;

/** The child elements of an element, in order. */
export function childElements(element: Element): readonly Element[] {
  return element.children.filter((node): node is Element => node.kind === "element");
}

/** All character data below an element, in document order, untrimmed. */
export function textContent(element: Element): string {
  return element.children.map((node) => (node.kind === "text" ? node.text : textContent(node))).join("");
}

/** The character data directly in an element, trimmed: a URL, a number, a conference name. */
export function ownText(element: Element): string {
  return element.children
    .map((node) => (node.kind === "text" ? node.text : ""))
    .join("")
    .trim();
}

/** An element made by twivot, for answers that are audio or plain text. */
export function element(name: string, attributes: Record<string, string> = {}, ...children: Node[]): Element {
  return { kind: "element", name, attributes, children, line: 1, column: 1 };
}

/** A text node made by twivot. */
export function text(value: string): Text {
  return { kind: "text", text: value };
}
