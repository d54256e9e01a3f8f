#!/usr/bin/env node
// A checkout runs from its sources, the package and the image have only what was built from them.
import { existsSync } from "node:fs";

const source = new URL("../src/main.ts", import.meta.url);
await import(existsSync(source) ? source.href : "../dist/main.js");
