import { hkdfSync } from "node:crypto";
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

/** Far more than any document can become; an inflated token beyond it is not ours. */
const MAX_CONTENT_BYTES = 4_000_000;

/**
 * Tokens as compact JWE (`dir`, A256GCM, RFC 7516) of deflated JSON. The first secret seals, all open: a new
 * one is put before the old one, which goes when the calls that hold its tokens are over.
 */
export function createTokenBox(secrets: readonly string[]): TokenBox {
  const keys = secrets.map(deriveKey);
  const [sealingKey] = keys;
  if (sealingKey === undefined) throw new RangeError("At least one secret is needed to seal tokens.");
  return {
    seal: (content) => {
      const plain = deflateRawSync(JSON.stringify(content), { level: 9, dictionary });
      return new CompactEncrypt(plain).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(sealingKey);
    },
    open: async (token, nowMs) => {
      const plain = await decrypt(token, keys);
      const json = inflateRawSync(plain, { dictionary, maxOutputLength: MAX_CONTENT_BYTES });
      // Only what was sealed here gets this far.
      const content = JSON.parse(json.toString()) as Packed;
      if (content.x * 1000 <= nowMs) throw forbidden("token-expired", "This continuation has expired.");
      return content;
    },
  };
}

async function decrypt(token: string, keys: readonly Uint8Array[]): Promise<Uint8Array> {
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

function deriveKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "twivot continuation v1", 32));
}

function forbidden(code: string, message: string): PivotRequestError {
  return new PivotRequestError(code, message, { status: 403 });
}
