/**
 * A text that can be spoken. FreeSWITCH's `speak` gets it raw and splits its argument at each bar, which
 * becomes a comma; a control character becomes a blank. The length stays the same.
 *
 * @see ecallmgr_call_command:tts/3
 */
export function cleanText(text: string): string {
  return text.replaceAll("|", ",").replace(/\p{Cc}/gu, " ");
}

/** Whether `cleanText` has nothing to do. */
export function isClean(text: string): boolean {
  return !/[|\p{Cc}]/u.test(text);
}
