import { expect, test } from "vitest";
import { digestAuthorization, readChallenges, usableDigest } from "./digest.ts";

// RFC 7616, section 3.9.1.
const nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
const opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";
const sha256 = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="${nonce}", opaque="${opaque}"`;
const md5 = sha256.replace("SHA-256", "MD5");
const request = {
  method: "GET",
  uri: "/dir/index.html",
  username: "Mufasa",
  password: "Circle of Life",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};

function answer(...headers: string[]): string | undefined {
  const challenge = usableDigest(readChallenges(headers));
  return challenge && digestAuthorization(challenge, request);
}

test("the example of RFC 7616 with SHA-256 is answered as there", () => {
  expect(answer(sha256)).toBe(
    `Digest username="Mufasa", realm="http-auth@example.org", nonce="${nonce}", uri="/dir/index.html", ` +
      `algorithm=SHA-256, qop=auth, nc=00000001, cnonce="${request.cnonce}", ` +
      `response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", opaque="${opaque}"`,
  );
});

test("the example of RFC 7616 with MD5 is answered as there", () => {
  expect(answer(md5)).toContain('response="8ca523f5e9506fed4657c9700eebdbec"');
});

test("SHA-256 is preferred, in one header or in two", () => {
  expect(answer(md5, sha256)).toContain("algorithm=SHA-256");
  expect(answer(`Basic realm="x", ${md5}, ${sha256}`)).toContain("algorithm=SHA-256");
});

test("a challenge without qop and algorithm is answered as in RFC 2069", () => {
  // MD5(MD5("Mufasa:r:Circle of Life") ":n:" MD5("GET:/dir/index.html"))
  expect(answer('Digest realm="r", nonce="n"')).toBe(
    'Digest username="Mufasa", realm="r", nonce="n", uri="/dir/index.html", response="0bab5c24c08a1ef94a6cc3d446ce558a"',
  );
});

test.each([
  ['Digest realm="r", nonce="n", qop="auth-int"'],
  ['Digest realm="r", nonce="n", algorithm=SHA-512-256'],
  ['Digest realm="r", nonce="n", algorithm=constructor'],
  ['Digest realm="r"'],
  ['Basic realm="r"'],
  ["Negotiate"],
  [""],
])("%s cannot be answered", (header) => {
  expect(answer(header)).toBeUndefined();
});

test("quotes in a user name are escaped", () => {
  const [challenge] = readChallenges([md5]);
  if (challenge === undefined) throw new Error("no challenge");
  expect(digestAuthorization(challenge, { ...request, username: 'a"b\\c' })).toContain(
    'username="a\\"b\\\\c"',
  );
});

test("challenges are told apart from their parameters", () => {
  expect(readChallenges(['Basic realm="a, b=\\"c\\"", charset="UTF-8", Digest Realm=x', "Bearer"])).toEqual([
    { scheme: "basic", parameters: { realm: 'a, b="c"', charset: "UTF-8" } },
    { scheme: "digest", parameters: { realm: "x" } },
    { scheme: "bearer", parameters: {} },
  ]);
});
