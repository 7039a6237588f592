import { join } from "node:path";
import { pythonWith } from "../python";
import { LineClient } from "./lineClient";

/** The packages of the official Python SDK. */
export const PYTHON_SDK = ["tencentcloud-sdk-python-common==3.1.195", "tencentcloud-sdk-python-teo==3.1.194"];

/** The official Python SDK. */
export const startPythonClient = async (): Promise<LineClient> =>
    new LineClient(await pythonWith(PYTHON_SDK), join(__dirname, "python_client.py"));
