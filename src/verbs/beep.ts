/** How long a beep sounds, in milliseconds. Twilio does not say. */
export const BEEP_MS = 500;

/** A beep as a stream (FreeSWITCH, mod_tone_stream): the macro `tone` never plays (ecallmgr_call_command). */
export const BEEP = `tone_stream://%(${BEEP_MS},0,440)`;
