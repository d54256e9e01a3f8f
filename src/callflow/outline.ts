import type { Flow } from "./flow.ts";

/**
 * A callflow in a few words for people: a text for each node, from the first to the last, along the way that a call
 * takes when nothing fails.
 *
 * ```
 * ['tts "Press one."', "collect_dtmf 1 key", "pivot"]
 * ```
 */
export function outlineFlow(flow: Flow): string[] {
  // What is below a pivot node runs only when twivot cannot be reached.
  const next = flow.module === "pivot" ? undefined : flow.children?.["_"];
  return [outlineNode(flow), ...(next === undefined ? [] : outlineFlow(next))];
}

function outlineNode({ module, data }: Flow): string {
  switch (module) {
    case "tts":
      return `tts ${JSON.stringify(data.text)}`;
    case "play":
      return `play ${data.id}`;
    case "audio_macro": {
      const parts = data.macros.map((part) => (part.macro === "tts" ? JSON.stringify(part.text) : part.id));
      return `audio_macro [${parts.join(", ")}]`;
    }
    case "collect_dtmf":
      return data.max_digits === 1
        ? "collect_dtmf 1 key"
        : `collect_dtmf up to ${data.max_digits} keys, ${data.terminator} ends`;
    case "sleep":
      return `sleep ${data.duration} ${data.unit}`;
    case "response":
      return `response ${data.code} ${data.message}`;
    case "resources":
      return `resources ${data.to_did}`;
    case "user":
    case "device":
    case "callflow":
    case "voicemail":
    case "acdc_member":
      return `${module} ${data.id}`;
    case "ring_group":
      return `ring_group ${data.endpoints.map(({ id }) => id).join(data.strategy === "single" ? ", then " : ", ")}`;
    case "conference":
      return `conference ${data.config.name}`;
    case "record_call":
      return `record_call ${data.action}`;
    case "set_cid":
      return `set_cid ${data.caller_id_number}`.trimEnd();
    case "after_bridge":
      return `after_bridge ${data.action} ${data.data}`;
    case "transfer":
      return `transfer ${data.target}`;
    case "send_dtmf":
      return `send_dtmf ${data.digits}`;
    default:
      return module;
  }
}
