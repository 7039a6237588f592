import { join } from "node:path";
import { describeLanguage } from "./language";
import { pythonPrograms } from "./programs";

describeLanguage("Python", async (sdks) => (await pythonPrograms(sdks))(join(__dirname, "python", "__main__.py")));
