import { testCorpus } from "./corpus-judged.ts";

testCorpus("4.3");
