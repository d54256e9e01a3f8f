/**
 * How much of what was written is lost: nothing (`exact` is silent), a little (`approximated`), a part that
 * has no effect on the call (`ignored`), or something that a caller or an application would have noticed
 * (`lost`).
 */
export type Severity = "exact" | "approximated" | "ignored" | "lost";

type Entry = {
  readonly severity: Severity;
  /** `{verb}` and the names of details are filled in. */
  readonly sentence: string;
  /** Why: what Kazoo or Twilio does, and the place that says so. */
  readonly reason: string;
  /** Twilio's number for the same finding, where it is always the same. */
  readonly twilioCode?: number;
};

/** Every note that a translation can leave, in alphabetical order. Codes are stable. */
export const catalogue = {
  "action-after-hang-up": {
    severity: "approximated",
    sentence:
      "When the caller hangs up, the action of <{verb}> is asked only where Kazoo's webhooks lead to twivot.",
    reason: "A callflow ends with its caller and asks nothing more: kazoo, cf_exe (CHANNEL_DESTROY)",
  },
  "attribute-invalid": {
    severity: "ignored",
    sentence: '{attribute}="{value}" of <{verb}> is not {expected}; {used} is used.',
    reason: "Twilio warns and takes the default: https://www.twilio.com/docs/api/errors",
  },
  "attribute-unknown": {
    severity: "ignored",
    sentence: '<{verb}> has no attribute "{attribute}"; it is ignored.',
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
  "child-unexpected": {
    severity: "ignored",
    sentence: "<{child}> cannot stand in <{verb}>; it is skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
  "conference-coach": {
    severity: "lost",
    sentence: "coach has no effect: this caller is heard by everybody in the conference.",
    reason: "A member of a conference has no relation to another: kazoo, conferences.json",
  },
  "conference-end-on-exit": {
    severity: "lost",
    sentence: "The conference does not end when this caller leaves it.",
    reason: "The schema of conferences has no field for it: kazoo, conferences.json",
  },
  "conference-events": {
    severity: "lost",
    sentence: "Nobody is told of these events of the conference: {events}.",
    reason: "Kazoo has no webhook about conferences: kazoo, applications/webhooks/src/modules",
  },
  "conference-name": {
    severity: "approximated",
    sentence: "The name of the conference is too long: rooms whose names begin alike are the same one.",
    reason: "With the account's id it may have 128 characters: kazoo, conferences.json",
  },
  "conference-no-return": {
    severity: "lost",
    sentence: "What follows the conference does not happen: the call ends when the caller leaves it.",
    reason:
      "A conference takes over the call for good: kazoo, cf_conference:handle/2 (cf_exe:control_usurped/1)",
  },
  "conference-record": {
    severity: "approximated",
    sentence: "The conference is recorded as this caller hears it, from the moment of joining on.",
    reason: "record_call records a call, and nothing records a conference: kazoo, conferences.json",
  },
  "conference-start": {
    severity: "approximated",
    sentence: "Who joins with startConferenceOnEnter is a moderator of Kazoo's; the others wait for one.",
    reason: "wait_for_moderator is what comes closest: kazoo, conferences.json",
  },
  "conference-status-callback": {
    severity: "approximated",
    sentence: "statusCallback of <{verb}> is asked only where Kazoo's webhooks lead to twivot.",
    reason:
      "Nothing else tells when a caller leaves a conference: kazoo, applications/webhooks (channel_destroy)",
  },
  "conference-wait": {
    severity: "lost",
    sentence: "waitUrl is not asked: who waits hears Kazoo's own music.",
    reason: "A conference plays media, not documents: kazoo, conferences.profile.json (moh-sound)",
  },
  "connect-unavailable": {
    severity: "lost",
    sentence: "<{verb}> cannot hand the call to {noun}; it ends at once, as a session that failed.",
    reason: "No callflow module streams a call to another service: kazoo, applications/callflow/src/module",
  },
  "dial-application": {
    severity: "lost",
    sentence:
      "<{verb}> cannot be called: its document would have to run on a call of its own. DialCallStatus is failed.",
    reason: "No module starts a call that is not put through: kazoo, applications/callflow/src/module",
  },
  "dial-duration": {
    severity: "approximated",
    sentence: "DialCallDuration may include the time of ringing.",
    reason: "A call that comes back does not tell when it was answered: kazoo, kzt_kazoo:req_params/1",
  },
  "dial-empty": {
    severity: "ignored",
    sentence: "<{verb}> names nobody to call. DialCallStatus is failed.",
    reason: "https://www.twilio.com/docs/voice/twiml/dial",
  },
  "dial-endpoint-unknown": {
    severity: "lost",
    sentence:
      'Nothing is configured for "{name}": DialCallStatus is failed. Add it under {where}, or an endpoints.default.',
    reason:
      "Kazoo calls things of the account by their ids: kazoo, callflows.user.json, callflows.device.json",
  },
  "dial-hangup-on-star": {
    severity: "lost",
    sentence: "The key * does not end the call to the other party.",
    reason: "No module that calls somebody listens for keys: kazoo, callflows.resources.json",
  },
  "dial-headers": {
    severity: "lost",
    sentence:
      "SIP headers and parameters are not sent to phones that ring together, to groups or with a ringTone.",
    reason: "A ring group has no custom_sip_headers: kazoo, callflows.ring_group.json",
  },
  "dial-kazoo-id": {
    severity: "ignored",
    sentence: '"{id}" is no Kazoo id of a <{verb}>. DialCallStatus is failed.',
    reason:
      "Ids have letters, digits, - and _, those of mailboxes 32 hexadecimal digits: kazoo, callflows.voicemail.json",
  },
  "dial-machine-detection": {
    severity: "lost",
    sentence: "Answering machines are not detected.",
    reason: "No module that calls somebody detects them: kazoo, applications/callflow/src/module",
  },
  "dial-mixed": {
    severity: "ignored",
    sentence:
      "A Conference cannot be mixed with others in <{verb}>; the caller joins it, and the others are not called.",
    reason: "https://www.twilio.com/docs/api/errors/13000",
    twilioCode: 13000,
  },
  "dial-no-effect": {
    severity: "ignored",
    sentence: "{attribute} of <{verb}> has no effect on Kazoo.",
    reason: "No field of a module stands for it: kazoo, callflows.resources.json, callflows.device.json",
  },
  "dial-no-return": {
    severity: "lost",
    sentence:
      "When the called party has answered and hung up, the call ends: nothing that follows <{verb}> happens. Set TWIVOT_RETURN_EXTENSION to have the caller back.",
    reason:
      "A flow ends with an answered call; only after_bridge leads on: kazoo, cf_resources:handle/2, cf_after_bridge:handle/2",
  },
  "dial-number-invalid": {
    severity: "ignored",
    sentence: '"{number}" is no phone number that can be called. DialCallStatus is failed.',
    reason: "Twilio warns and the call fails: https://www.twilio.com/docs/api/errors/13223",
    twilioCode: 13223,
  },
  "dial-parameters": {
    severity: "approximated",
    sentence: "The parameters of <{verb}> are sent to the phone as SIP headers that begin with X-.",
    reason: "A device is a SIP phone: kazoo, callflows.device.json (custom_sip_headers)",
  },
  "dial-queue": {
    severity: "lost",
    sentence: "Nobody can be taken out of a queue. DialCallStatus is failed.",
    reason: "Agents of acdc are called by it, they do not call: kazoo, cf_acdc_agent, cf_acdc_member",
  },
  "dial-refer": {
    severity: "lost",
    sentence: "When the called party transfers the call, Kazoo does it by itself: referUrl is not asked.",
    reason: "No module takes part in a transfer: kazoo, cf_exe (CHANNEL_TRANSFEROR)",
  },
  "dial-send-digits": {
    severity: "lost",
    sentence: "sendDigits is not sent to the called party.",
    reason: "send_dtmf is for the caller, and no module runs on the other call: kazoo, cf_send_dtmf:handle/2",
  },
  "dial-simultaneous": {
    severity: "approximated",
    sentence:
      "Not all of <{verb}> can be called at once: there are {attempts} attempts one after the other, each with the whole timeout. Phones of the account ring together.",
    reason:
      "resources calls one number, ring_group only things of the account: kazoo, cf_resources:handle/2, cf_ring_group",
  },
  "dial-sip-response": {
    severity: "lost",
    sentence: "DialSipCallId, DialSipResponseCode and DialSipHeader_… are not sent.",
    reason: "Kazoo tells the cause only: kazoo, kzt_kazoo:req_params/1",
  },
  "dial-sip-uris": {
    severity: "lost",
    sentence: "Only the first Uri of <{verb}> is called.",
    reason: "Addresses have no priority or weight: kazoo, callflows.device.json",
  },
  "dial-status-callback": {
    severity: "approximated",
    sentence: "statusCallback of <{verb}> is asked only where Kazoo's webhooks lead to twivot.",
    reason:
      "Nothing else tells of the other call: kazoo, applications/webhooks (channel_create, channel_answer, channel_destroy)",
  },
  "dial-time-limit": {
    severity: "lost",
    sentence: "The call is not ended after {seconds} seconds.",
    reason: "No module that calls somebody has a limit: kazoo, callflows.resources.json",
  },
  "dial-too-many": {
    severity: "ignored",
    sentence: "<{verb}> has {given} nouns; the first {called} are called.",
    reason: "https://www.twilio.com/docs/voice/twiml/dial#nouns",
  },
  "dial-unreachable": {
    severity: "lost",
    sentence: "<{verb}> cannot be called from Kazoo. DialCallStatus is failed.",
    reason: "It is a service of Twilio's: https://www.twilio.com/docs/voice/twiml/dial#nouns",
  },
  "dial-whisper": {
    severity: "lost",
    sentence: "The url of <{verb}> is not asked: the called party is put through at once.",
    reason:
      "No module runs a flow for the called party before the bridge: kazoo, kapps_call_command:b_bridge",
  },
  "echo-unavailable": {
    severity: "lost",
    sentence: "The caller does not hear the own voice; <{verb}> is passed over.",
    reason: "No callflow module echoes: kazoo, applications/callflow/src/module",
  },
  "enqueue-result": {
    severity: "approximated",
    sentence:
      "Kazoo does not tell why nobody took the call: QueueResult is queue-full where it comes back at once, else leave. Once an agent takes it the action is not asked.",
    reason:
      "The flow ends with the queue but for a failure without its cause: kazoo, cf_acdc_member:handle/2",
  },
  "enqueue-unmapped": {
    severity: "lost",
    sentence:
      'No queue of Kazoo is configured for "{queue}" in endpoints.queues, so that nobody waits: QueueResult is system-error.',
    reason: "A queue has to exist before it is used: kazoo, cf_acdc_member:handle/2",
  },
  "enqueue-wait": {
    severity: "lost",
    sentence: "Who waits in the queue hears Kazoo's music, and {attribute} has no effect.",
    reason: "A queue has a music of its own and no document: kazoo, applications/acdc/src/cf_acdc_member.erl",
  },
  "gather-break": {
    severity: "approximated",
    sentence:
      "A break of less than a second in this <{verb}> inside a Gather is the rest between two sentences.",
    reason: "Silence would part the prompt, and a key skips one part only: kazoo, ecallmgr_call_control",
  },
  "gather-empty-finish-key": {
    severity: "lost",
    sentence: 'An empty finishOnKey cannot be had on Kazoo; "#" ends this <{verb}>.',
    reason: "The schema of collect_dtmf fills in a terminator: kazoo, callflows.collect_dtmf.json",
  },
  "gather-finish-key-first": {
    severity: "approximated",
    sentence:
      'The key "{key}" pressed during the prompt, before any digit, ends this <{verb}> only after its timeout.',
    reason: "A terminator typed ahead is cut off, then the timeout runs: kazoo, cf_collect_dtmf:handle/2",
  },
  "gather-finished-on-key": {
    severity: "approximated",
    sentence: "FinishedOnKey is sent empty: Kazoo does not tell which key ended the input.",
    reason: "collect_dtmf stores the digits only: kazoo, kapps_call_command:collect_digits/6",
  },
  "gather-prompt-parts": {
    severity: "approximated",
    sentence:
      "The prompt has {parts} parts that a key must skip; twivot is asked between them, and keys pressed in that moment are lost.",
    reason: "A key ends one command of a group at most: kazoo, ecallmgr_call_control:flush_group_id/3",
  },
  "gather-speech": {
    severity: "lost",
    sentence: "Speech is not recognised; this <{verb}> takes keys only.",
    reason: "No callflow module of Kazoo 4.3 or 5.0 detects speech: kazoo, applications/callflow/src/module",
  },
  "leave-outside-queue": {
    severity: "ignored",
    sentence: "The call is in no queue that <{verb}> could take it from; it is passed over.",
    reason: "It is for documents of a waitUrl: https://www.twilio.com/docs/voice/twiml/leave",
  },
  "loop-capped": {
    severity: "approximated",
    sentence: "The prompt is played {played} times, not {asked}.",
    reason:
      "A key must be able to end the prompt; endless playback of tts restarts on a key: kazoo, ecallmgr_call_control",
  },
  "loop-endless": {
    severity: "approximated",
    sentence: "The loop ends when the caller hangs up; Twilio would end it after 1,000 rounds.",
    reason: "Endless playback has no count: kazoo, ecallmgr_call_control:handle_playback_looping",
  },
  "nothing-to-play": {
    severity: "ignored",
    sentence: "<{verb}> is empty and is skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/13520",
    twilioCode: 13520,
  },
  "pay-unavailable": {
    severity: "lost",
    sentence: "<{verb}> takes no payment; its action is told Result=internal-error at once.",
    reason: "Kazoo has no payment connectors: kazoo, applications/callflow/src/module",
  },
  "play-digits-invalid": {
    severity: "ignored",
    sentence: 'digits="{digits}" of <{verb}> holds other characters than 0-9 A-D # * w W; no tones are sent.',
    reason: "Twilio warns: https://www.twilio.com/docs/api/errors/13430",
    twilioCode: 13430,
  },
  "play-digits-nested": {
    severity: "ignored",
    sentence: "digits of a <{verb}> inside a Gather are not sent.",
    reason: "Twilio does not support it: https://www.twilio.com/docs/voice/twiml/play#digits",
  },
  "record-any-key": {
    severity: "lost",
    sentence: 'Any key ends this <{verb}>, not only those of finishOnKey="{keys}".',
    reason: "record_caller has all keys as terminators: kazoo, cf_record_caller:handle/2",
  },
  "record-digits": {
    severity: "approximated",
    sentence: "Digits is sent empty: Kazoo does not tell which key ended the recording.",
    reason: "record_caller does not collect keys: kazoo, cf_record_caller:handle/2",
  },
  "record-empty": {
    severity: "lost",
    sentence:
      "A <{verb}> into which nothing was said asks its action all the same; the verbs behind it are not run.",
    reason: "Kazoo does not tell silence from speech: kazoo, ecallmgr_fs_recordings:maybe_store_recording/5",
  },
  "record-length": {
    severity: "approximated",
    sentence: "<{verb}> records for {used} seconds at most, not {asked}.",
    reason: "Kazoo takes 5 to 10,800 seconds: kazoo, callflows.record_caller.json",
  },
  "record-silence": {
    severity: "approximated",
    sentence: "About 5 seconds of silence end this <{verb}>, whatever its timeout of {timeout} says.",
    reason: "The time cannot be chosen: kazoo, cf_record_caller:handle/2",
  },
  "record-silence-goes-on": {
    severity: "lost",
    sentence: "Silence does not end this <{verb}>; it goes on until a key, a hang-up or {seconds} seconds.",
    reason: "record_call does not listen for silence: kazoo, cf_record_call:handle/2",
  },
  "record-transcribe": {
    severity: "lost",
    sentence: "The recording is not transcribed, and transcribeCallback is not asked.",
    reason: "No module that records transcribes: kazoo, callflows.record_caller.json",
  },
  "record-trim": {
    severity: "approximated",
    sentence: "Silence is not cut off the recording, and RecordingDuration counts it.",
    reason: "Kazoo sends the file as it was recorded: kazoo, ecallmgr_fs_recordings:maybe_store_recording/5",
  },
  "recording-channels": {
    severity: "approximated",
    sentence: "The recording of <{verb}> has a channel for each side of the call, not one for both.",
    reason: "record_call records in stereo: kazoo, cf_record_call:handle/2",
  },
  "recording-configuration": {
    severity: "ignored",
    sentence: "recordingConfigurationId names settings that are stored at Twilio; it is ignored.",
    reason: "https://www.twilio.com/docs/voice/twiml/record",
  },
  "recording-in-progress": {
    severity: "approximated",
    sentence: "That the recording of <{verb}> is in progress is told {when}, not when it begins.",
    reason: "Kazoo tells of a recording when it is over: kazoo, webhooks_object:format_event/2",
  },
  "recording-stop-last": {
    severity: "approximated",
    sentence: "<{verb}> stops the recording that was begun last.",
    reason: "record_call has no names for recordings: kazoo, cf_record_call:handle/2",
  },
  "recording-track": {
    severity: "approximated",
    sentence: 'Both sides of the call are recorded, not only the track "{track}".',
    reason: "record_call has no choice of sides: kazoo, callflows.record_call.json",
  },
  "recording-trim": {
    severity: "approximated",
    sentence: "Silence is not cut off the recording.",
    reason: "Kazoo sends the file as it was recorded: kazoo, kzc_recording",
  },
  "redirect-chain": {
    severity: "approximated",
    sentence:
      "After {documents} documents without anything to hear, the next one is asked for a second later.",
    reason: "Kazoo waits 5 seconds for an answer: kazoo, pivot_call (pivot.request_timeout_ms)",
  },
  "refer-transfer": {
    severity: "approximated",
    sentence: "The call leaves for {target} on Kazoo, and the action of <{verb}> is not asked.",
    reason: "A transfer ends the flow: kazoo, cf_transfer:handle/2",
  },
  "refer-unavailable": {
    severity: "lost",
    sentence:
      'Kazoo sends no REFER to "{target}"; ReferCallStatus is failed. An extension or a callflow can be configured for it in endpoints.sip.',
    reason: "transfer goes to an extension of the account: kazoo, cf_transfer:handle/2",
  },
  "say-expletive": {
    severity: "approximated",
    sentence: "What is marked as an expletive is left out of <{verb}>, without a beep.",
    reason: "tts takes text: kazoo, cf_tts:handle/2",
  },
  "say-language": {
    severity: "approximated",
    sentence:
      'language="{language}" needs a speech engine configured in Kazoo; its default one speaks English only.',
    reason: "flite has two English voices: kazoo, ecallmgr_fs_flite:voice/1",
  },
  "say-ssml": {
    severity: "approximated",
    sentence: "<{element}> in <{verb}> is read as plain speech.",
    reason: "tts takes text: kazoo, cf_tts:handle/2",
  },
  "say-voice": {
    severity: "approximated",
    sentence: 'voice="{voice}" is spoken by Kazoo\'s {kazoo} voice.',
    reason: "Kazoo's voices are a gender and a language: kazoo, kazoo_tts",
  },
  "sms-unsent": {
    severity: "lost",
    sentence: "<{verb}> sends no message; SmsStatus is invalid.",
    reason: "No callflow module of Kazoo 4.3 or 5.0 sends text: kazoo, applications/callflow/src/module",
  },
  "start-unavailable": {
    severity: "lost",
    sentence: "<{verb}> cannot start {noun}; the call goes on without it.",
    reason: "No callflow module forks the audio of a call: kazoo, applications/callflow/src/module",
  },
  "stop-nothing": {
    severity: "ignored",
    sentence: "There is no {noun} that <{verb}> could stop.",
    reason: "None can be started: kazoo, applications/callflow/src/module",
  },
  "verb-unknown": {
    severity: "ignored",
    sentence: "<{verb}> is not a TwiML verb; it and what it holds are skipped.",
    reason: "Twilio warns and goes on: https://www.twilio.com/docs/api/errors/12200",
    twilioCode: 12200,
  },
} as const satisfies Record<string, Entry>;

export type NoteCode = keyof typeof catalogue;
