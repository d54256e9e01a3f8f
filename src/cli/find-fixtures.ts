import { basename, dirname, join, resolve } from "node:path";
import type { World } from "./command.ts";

/** A directory that holds a fixture. */
export type Found = {
  /** Its path below the directory that was named; that one's own name where it is a fixture itself. */
  readonly name: string;
  readonly directory: string;
  /** By path below it, with `/`. */
  readonly files: readonly string[];
};

/**
 * The fixtures in directories, which are fixtures themselves or hold some at any depth, in alphabetical order.
 *
 * @param filter a text that is part of each name
 */
export function findFixtures(
  directories: readonly string[],
  filter: string | undefined,
  world: Pick<World, "readDirectory">,
): { readonly fixtures: readonly Found[] } | { readonly fault: string } {
  const all: Found[] = [];
  for (const directory of directories) {
    const fixtures = fixturesIn(directory, world);
    if ("fault" in fixtures) return fixtures;
    all.push(...fixtures.fixtures);
  }
  const fixtures = all.filter(({ name }) => filter === undefined || name.includes(filter));
  if (fixtures.length > 0) return { fixtures };
  return { fault: `No fixture in ${directories.join(", ")} has "${filter}" in its name.` };
}

function fixturesIn(
  directory: string,
  world: Pick<World, "readDirectory">,
): { readonly fixtures: readonly Found[] } | { readonly fault: string } {
  let files: readonly string[];
  try {
    files = world.readDirectory(directory);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { fault: `${directory} cannot be read: ${why}` };
  }
  const places = files.filter((file) => basename(file) === "call.txt").map((file) => dirname(file));
  if (places.length === 0)
    return { fault: `${directory} holds no fixture: no file in it is named call.txt.` };
  const fixtures = places.map((place) => {
    const isItself = place === ".";
    const below = isItself ? "" : `${place}/`;
    return {
      name: isItself ? basename(resolve(directory)) : place,
      directory: join(directory, place),
      files: files.filter((file) => file.startsWith(below)).map((file) => file.slice(below.length)),
    };
  });
  return { fixtures };
}
