// Holds a document of standard input to a JSON schema (draft-07) named by the first argument.

import { readFileSync } from "node:fs";

import Ajv from "ajv";
import addFormats from "ajv-formats";

const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(read(process.argv[2]));
if (!validate(read(0))) {
  console.error(ajv.errorsText(validate.errors, { separator: "\n" }));
  process.exit(1);
}
