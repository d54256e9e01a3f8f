import { hkdfSync, webcrypto } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { CompactEncrypt, compactDecrypt, errors } from "jose";
import { PivotRequestError } from "../errors.ts";
import type { Packed } from "./pack.ts";

/** Seals and opens what travels in a URL of twivot. */
export type TokenBox = {
  readonly seal: (content: Packed) => Promise<string>;
  /** @throws {PivotRequestError} 403: changed, sealed by another secret, or expired at `nowMs`. */
  readonly open: (token: string, nowMs: number) => Promise<Packed>;
};

/** What tokens consist of, so that even the first one is short: RFC 1950's preset dictionary. */
const dictionary = Buffer.from(
  [
    '"isNoted":true,"promptsHeard":0,"domain":"path":"cookies":["authorized":["',
    '"},["Number",{"callerId":"answerOnBridge":"true","record":"["Dial",{"timeout":"[["Record",{"maxLength":"',
    '["Pause",{"length":"1"},[],["Hangup",{},[],["Play",{},["https://www..mp3"],["Redirect",{"method":"GET"},["/',
    '["Gather",{"input":"dtmf","numDigits":"1","timeout":"5","finishOnKey":"#","action":"/',
    '["Say",{"voice":"alice","language":"en-US"},["We didn\'t receive any input. Goodbye!"]," Please press "',
    '],"p":["Redirect",{"url":"http://","method":"GET"}],"r":[["Say",{},["',
    '"p":["Gather",{"at":"input","heard":0,"collection":"g1","url":"https://","method":"POST",',
    '"finishOnKey":"#","numDigits":1000,"evenEmpty":false}],"r":[["Say",{},["',
    '],"s":{"answered":true,"typedAhead":false,"gathers":1,"promptsHeard":0,"isNoted":false,"variables":{}},"x":17',
    '{"a":"default","c":"CA","u":"https://","k":{"cookies":[],"authorized":[]},"n":1,',
  ].join(""),
);

/** Content that fits, with the dictionary, into a window of 4 kB needs no larger one, which takes time to set up. */
const SMALL_CONTENT_BYTES = 2_500;

/** Far more than any document can become; an inflated token beyond it is not ours. */
const MAX_CONTENT_BYTES = 4_000_000;

/**
 * Tokens as compact JWE (`dir`, A256GCM, RFC 7516) of deflated JSON. The first secret seals, all open: a new
 * one is put before the old one, which goes when the calls that hold its tokens are over.
 */
export function createTokenBox(secrets: readonly string[]): TokenBox {
  // Imported once: it takes longer than to seal.
  const keys = Promise.all(secrets.map(deriveKey));
  return {
    seal: async (content) => {
      const json = Buffer.from(JSON.stringify(content));
      const window = json.length < SMALL_CONTENT_BYTES ? { windowBits: 12, memLevel: 5 } : {};
      const plain = deflateRawSync(json, { level: 9, dictionary, ...window });
      const [sealingKey] = await keys;
      if (sealingKey === undefined) throw new RangeError("At least one secret is needed to seal tokens.");
      return new CompactEncrypt(plain).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(sealingKey);
    },
    open: async (token, nowMs) => {
      const plain = await decrypt(token, await keys);
      const json = inflateRawSync(plain, { dictionary, maxOutputLength: MAX_CONTENT_BYTES });
      // Only what was sealed here gets this far.
      const content = JSON.parse(json.toString()) as Packed;
      if (content.x * 1000 <= nowMs) throw forbidden("token-expired", "This continuation has expired.");
      return content;
    },
  };
}

async function decrypt(token: string, keys: readonly webcrypto.CryptoKey[]): Promise<Uint8Array> {
  for (const key of keys) {
    try {
      const { plaintext } = await compactDecrypt(token, key, {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return plaintext;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
    }
  }
  throw forbidden(
    "token-foreign",
    "This continuation was not sealed here or was changed. If twivot was restarted, give it the same TWIVOT_SECRET.",
  );
}

async function deriveKey(secret: string): Promise<webcrypto.CryptoKey> {
  const bytes = new Uint8Array(hkdfSync("sha256", secret, "", "twivot continuation v1", 32));
  return webcrypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function forbidden(code: string, message: string): PivotRequestError {
  return new PivotRequestError(code, message, { status: 403 });
}
