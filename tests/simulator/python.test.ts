import { describeClient } from "./describeClient";
import { startPythonClient } from "./pythonClient";

// Run where there is a Python to run it with: see jest.config.js.
describeClient("the official Python SDK", startPythonClient);
