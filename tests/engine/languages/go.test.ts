import { join } from "node:path";
import { describeLanguage } from "./language";
import { goProgram } from "./programs";

describeLanguage("Go", (sdks) => goProgram(sdks, join(__dirname, "go", "main.go")));
