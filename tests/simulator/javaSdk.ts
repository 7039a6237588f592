import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "../madeOnce";

const VERSION = "3.1.1200";

/** A folder with the official Java SDK and what it needs, fetched by Maven the first time. */
export const javaSdk = (): Promise<string> =>
    madeOnce(
        `java-sdk-${VERSION}`,
        (line) => process.stderr.write(`${line}\n`),
        async (draft) => {
            await mkdir(draft);
            const project = join(draft, "pom.xml");
            await writeFile(project, POM);
            const copy = ["dependency:copy-dependencies", `-DoutputDirectory=${draft}`];
            await promisify(execFile)("mvn", ["-q", "-B", "-f", project, ...copy], { timeout: 280_000 });
        },
    );

const POM = `<project>
    <modelVersion>4.0.0</modelVersion>
    <groupId>none</groupId>
    <artifactId>none</artifactId>
    <version>1</version>
    <dependencies>
        <dependency>
            <groupId>com.tencentcloudapi</groupId>
            <artifactId>tencentcloud-sdk-java</artifactId>
            <version>${VERSION}</version>
        </dependency>
    </dependencies>
</project>
`;
