import type { FastifyServerOptions } from "fastify";

function refuse(): never {
  throw new Error("No route of twivot has a schema: what comes is read by src/pivot and the like.");
}

/** For Fastify, which otherwise loads two compilers of JSON Schemas (Ajv, fast-json-stringify): 3 MB that nothing uses. */
export const noSchemas = {
  schemaController: { compilersFactory: { buildValidator: refuse, buildSerializer: refuse } },
} as const satisfies FastifyServerOptions;
