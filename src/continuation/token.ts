import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { PivotRequestError } from "../errors.ts";
import { randomBytes } from "../random-bytes.ts";

/** What is sealed says until when it can be opened, in seconds since 1970. */
export type Expiring = { readonly x: number };

/** Seals and opens what travels in a URL of twivot. */
export type TokenBox<T extends Expiring> = {
  readonly seal: (content: T) => string;
  /** @throws {PivotRequestError} 403: changed, sealed by another secret or for another purpose, or expired at `nowMs`. */
  readonly open: (token: string, nowMs: number) => T;
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
    '],"s":{"answered":true,"gathers":1,"typedAhead":true,"recordings":1,"dials":1},"x":17',
    '{"a":"default","c":"CA","u":"https://","k":{"cookies":[],"authorized":[]},"n":1,',
  ].join(""),
);

/** Content that fits, with the dictionary, into a window of 4 kB needs no larger one, which takes time to set up. */
const SMALL_CONTENT_BYTES = 2_500;

/** More of zlib's nine takes up to four times as long for the rest of a large document, and saves one sixteenth. */
const LEVEL = 1;

/** Far more than any document can become; an inflated token beyond it is not ours. */
const MAX_CONTENT_BYTES = 4_000_000;

/** {"alg":"dir","enc":"A256GCM"} */
const HEADER = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString("base64url");
const AUTHENTICATED = Buffer.from(HEADER, "ascii");
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Tokens as compact JWE (`dir`, A256GCM, RFC 7516) of deflated JSON. The first secret seals, all open: a new
 * one is put before the old one, which goes when the calls that hold its tokens are over.
 *
 * @param purpose what is sealed for one purpose cannot be opened for another.
 */
export function createTokenBox<T extends Expiring>(secrets: readonly string[], purpose: string): TokenBox<T> {
  const keys = secrets.map((secret) => deriveKey(secret, purpose));
  const [sealingKey] = keys;
  if (sealingKey === undefined) throw new RangeError("At least one secret is needed to seal tokens.");
  return {
    seal: (content) => {
      const json = Buffer.from(JSON.stringify(content));
      const window = json.length < SMALL_CONTENT_BYTES ? { windowBits: 12, memLevel: 5 } : {};
      return encrypt(deflateRawSync(json, { level: LEVEL, dictionary, ...window }), sealingKey);
    },
    open: (token, nowMs) => {
      const json = inflateRawSync(decrypt(token, keys), { dictionary, maxOutputLength: MAX_CONTENT_BYTES });
      // Only what was sealed here gets this far.
      const content = JSON.parse(json.toString()) as T;
      if (content.x * 1000 <= nowMs) throw forbidden("token-expired", "This continuation has expired.");
      return content;
    },
  };
}

function encrypt(plain: Uint8Array, key: KeyObject): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(AUTHENTICATED);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const parts = [iv, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"));
  // A key that is used as it is stands in no token: its part is empty (RFC 7516, section 5.1).
  return `${HEADER}..${parts.join(".")}`;
}

function decrypt(token: string, keys: readonly KeyObject[]): Uint8Array {
  const [header, none, ...parts] = token.split(".");
  const [iv, sealed, tag] = parts.map((part) => Buffer.from(part, "base64url"));
  const isWhole = header === HEADER && none === "" && parts.length === 3;
  if (isWhole && iv?.length === IV_BYTES && tag?.length === TAG_BYTES && sealed !== undefined) {
    for (const key of keys) {
      const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(AUTHENTICATED).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(sealed), decipher.final()]);
      } catch {
        // Sealed by another key, or changed.
      }
    }
  }
  throw forbidden(
    "token-foreign",
    "This continuation was not sealed here or was changed. If twivot was restarted, give it the same TWIVOT_SECRET.",
  );
}

/** A key object, since making one of bytes takes longer than sealing a token does. */
function deriveKey(secret: string, purpose: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync("sha256", secret, "", `twivot ${purpose} v1`, 32)));
}

function forbidden(code: string, message: string): PivotRequestError {
  return new PivotRequestError(code, message, { status: 403 });
}
