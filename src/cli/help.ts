import type { Command } from "./command.ts";

/** What `twivot --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  return [
    "Usage: twivot COMMAND [OPTION…]",
    "",
    "Lets Twilio voice applications answer calls on Kazoo.",
    "",
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "twivot COMMAND --help tells the options of a command, twivot --version the version.",
    "",
  ].join("\n");
}

/** What `twivot COMMAND --help` prints. */
export function commandHelp({ name, summary, operands, options, more }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { short, type, value = "VALUE", about }]): [string, string] => [
      `${short ? `-${short}, ` : ""}--${option}${type === "string" ? ` ${value}` : ""}`,
      about,
    ],
  );
  return [
    `Usage: twivot ${name} [OPTION…]${operands ? ` ${operands}` : ""}`,
    "",
    `${summary}.`,
    "",
    ...columns(rows),
    ...(more ? ["", more] : []),
    "",
  ].join("\n");
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
