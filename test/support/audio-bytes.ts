/** A WAV file of silence: PCM, 8 kHz, 16 bits. */
export function wavBytes(seconds: number, channels = 1): Buffer {
  const sizeBytes = Math.round(seconds * 8_000) * 2 * channels;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + sizeBytes, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(16_000 * channels, 28);
  header.writeUInt16LE(2 * channels, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(sizeBytes, 40);
  return Buffer.concat([header, Buffer.alloc(sizeBytes)]);
}

/** What an MPEG 1 frame of layer III at 44.1 kHz lasts. */
export const MP3_FRAME_SECONDS = 1152 / 44_100;

/** Rates that a frame can have in its header, in kbit/s, by their index there. */
const rates = { 32: 1, 64: 5, 128: 9 } as const;

/** A frame of MPEG 1, layer III, 44.1 kHz, mono, with nothing in it. */
function mp3Frame(rate: keyof typeof rates): Buffer {
  const frame = Buffer.alloc(Math.floor((144 * rate * 1000) / 44_100));
  frame.writeUInt32BE(0xfffb_00c0 + (rates[rate] << 12));
  return frame;
}

/** An MP3 file of frames that all have one rate. */
export function mp3Bytes(seconds: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.round(seconds / MP3_FRAME_SECONDS) }, () => mp3Frame(64)));
}

/** An MP3 file whose frames differ in their rates, and whose headers do not tell how many there are. */
export function variableMp3Bytes(seconds: number): Buffer {
  const frames = Array.from({ length: Math.round(seconds / MP3_FRAME_SECONDS) }, (_, index) =>
    mp3Frame(index % 3 === 0 ? 128 : 32),
  );
  return Buffer.concat(frames);
}

/** An MP3 file of variable rate with a Xing header, which tells the number of frames. */
export function xingMp3Bytes(seconds: number): Buffer {
  const audio = variableMp3Bytes(seconds);
  const first = mp3Frame(128);
  // Behind the header and the side information of a mono frame.
  first.write("Xing", 4 + 17);
  first.writeUInt32BE(0b11, 4 + 17 + 4);
  first.writeUInt32BE(Math.round(seconds / MP3_FRAME_SECONDS), 4 + 17 + 8);
  first.writeUInt32BE(first.length + audio.length, 4 + 17 + 12);
  return Buffer.concat([first, audio]);
}
