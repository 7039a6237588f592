import { describeClient } from "./describeClient";
import { startGoClient } from "./goClient";

// Run where there is a Go to build it with: see jest.config.js.
describeClient("the official Go SDK", startGoClient);
