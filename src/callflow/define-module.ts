import { type TObject, type TProperties, Type } from "typebox";
import { flag } from "./fields.ts";
import type { KazooVersion } from "./flow.ts";

/** What twivot knows of one of Kazoo's callflow modules. */
export type Module = {
  /** The versions of Kazoo that have it. In others a flow with it is refused. */
  readonly versions: readonly KazooVersion[];
  /** The `data` that Kazoo takes: its schema `callflows.<module>`. */
  readonly takes: TObject;
  /** The same in versions whose schema is another one. */
  readonly takesIn?: Readonly<Partial<Record<KazooVersion, TObject>>>;
  /** The fields of `data` that Kazoo also checks as URLs that it is to ask. */
  readonly clientUrls?: readonly string[];
  /**
   * The `data` that twivot writes. It is narrower: all that matters is there, since Kazoo fills in what is
   * left out, and nothing that Kazoo takes but does not do. A version in which the module has no effect has
   * no entry.
   */
  readonly writes: Readonly<Partial<Record<KazooVersion, TObject>>>;
};

/**
 * The schema of an object as Kazoo takes it: fields that it does not know may be there too, and every module
 * can be skipped. A field that it fills in is optional.
 */
export function takes(required: TProperties, optional: TProperties): TObject {
  const rest = Object.entries({ skip_module: flag, ...optional });
  return Type.Object({
    ...required,
    ...Object.fromEntries(rest.map(([name, schema]) => [name, Type.Optional(schema)])),
  });
}

/** The schema of an object as twivot writes it: nothing else is there. */
export function writes<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

/** `writes` of a module that twivot writes alike for both versions. */
export function inBoth<Schema extends TObject>(schema: Schema) {
  return { "4.3": schema, "5.0": schema };
}
