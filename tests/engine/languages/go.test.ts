import { describeLanguage } from "./language";
import { goProgram } from "./programs";

describeLanguage("Go", "go/main.go", "quickstart-go", goProgram);
