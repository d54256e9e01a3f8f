/** A text with the password of a URL in it masked. */
export function withoutPassword(text: string): string {
  return text.replace(/(\/\/[^/?#@:]*):[^/?#]*@/, "$1:***@");
}
