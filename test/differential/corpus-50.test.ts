import { testCorpus } from "./corpus-judged.ts";

testCorpus("5.0");
