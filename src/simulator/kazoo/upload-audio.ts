import type { Spoken } from "../line.ts";

/** What a file sounds like: a length, and where in it somebody speaks; in milliseconds from its beginning. */
export type Audio = {
  readonly lengthMs: number;
  readonly spoken: readonly Spoken[];
  readonly channels: 1 | 2;
};

/** Samples a second. */
const RATE = 8000;
const SAMPLE_BYTES = 2;
const HEADER_BYTES = 44;

/** A WAV file of 16 bits a sample: a hum where somebody speaks, in the first channel, else silence. */
export function wavFile({ lengthMs, spoken, channels }: Audio): Uint8Array {
  const frames = Math.round((lengthMs * RATE) / 1000);
  const frameBytes = SAMPLE_BYTES * channels;
  const bytes = new Uint8Array(HEADER_BYTES + frames * frameBytes);
  const view = new DataView(bytes.buffer);
  writeHeader(view, { dataBytes: frames * frameBytes, channels });
  for (const { fromMs, toMs } of spoken) {
    const end = Math.min(frames, Math.round((toMs * RATE) / 1000));
    for (let frame = Math.round((fromMs * RATE) / 1000); frame < end; frame += 1) {
      const sample = frame % 40 < 20 ? 4000 : -4000;
      view.setInt16(HEADER_BYTES + frame * frameBytes, sample, true);
    }
  }
  return bytes;
}

/** http://soundfile.sapp.org/doc/WaveFormat/ */
function writeHeader(
  view: DataView,
  { dataBytes, channels }: { readonly dataBytes: number; readonly channels: number },
): void {
  const name = (offset: number, letters: string) => {
    [...letters].forEach((letter, index) => {
      view.setUint8(offset + index, letter.charCodeAt(0));
    });
  };
  name(0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  name(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * channels * SAMPLE_BYTES, true);
  view.setUint16(32, channels * SAMPLE_BYTES, true);
  view.setUint16(34, 8 * SAMPLE_BYTES, true);
  name(36, "data");
  view.setUint32(40, dataBytes, true);
}

/** A frame of MPEG-2 layer III holds 576 samples, at 16 kHz, in so many bytes at 8 kbit/s (ISO 13818-3). */
const FRAME_MS = 36;
const FRAME_BYTES = 36;

/** An MP3 file of silent frames, since frames without data need no encoder. */
export function mp3File({ lengthMs, channels }: Audio): Uint8Array {
  const frames = Math.round(lengthMs / FRAME_MS);
  const bytes = new Uint8Array(frames * FRAME_BYTES);
  const header = [0xff, 0xf3, 0x18, channels === 1 ? 0xc0 : 0x00];
  for (let frame = 0; frame < frames; frame += 1) bytes.set(header, frame * FRAME_BYTES);
  return bytes;
}
