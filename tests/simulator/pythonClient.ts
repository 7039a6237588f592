import { join } from "node:path";
import { pythonWith } from "../python";
import { LineClient } from "./lineClient";

const PACKAGES = ["tencentcloud-sdk-python-common==3.1.195", "tencentcloud-sdk-python-teo==3.1.194"];

/** The official Python SDK. */
export const startPythonClient = async (): Promise<LineClient> =>
    new LineClient(await pythonWith(PACKAGES), join(__dirname, "python_client.py"));
