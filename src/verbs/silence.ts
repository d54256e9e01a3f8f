/** A stream of silence, as FreeSWITCH names it (mod_tone_stream). */
export function silence(lengthMs: number): string {
  return `silence_stream://${lengthMs}`;
}
