import { describeLanguage } from "./language";
import { pythonProgram } from "./programs";

describeLanguage("Python", "python/__main__.py", "quickstart-python", pythonProgram);
