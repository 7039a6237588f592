import { readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const read = (...path: string[]) => readFile(join(ROOT, ...path), "utf8");

describe("the pages for Pulumi's registry", () => {
    test.each(["_index.md", "installation-configuration.md"])(
        "%s begins with what the registry reads of it",
        async (name) => {
            expect(await read("docs", name)).toMatch(/^---\ntitle: .+\nmeta_desc: .+\nlayout: package\n---\n/);
        },
    );

    test("name every setting of the schema, and the environment variables that it names", async () => {
        const page = await read("docs", "installation-configuration.md");
        const { config } = JSON.parse(await read("schema.json"));
        for (const [name, { description }] of Object.entries<{ description: string }>(config.variables)) {
            expect(page).toContain(`\`teo:${name}\``);
            for (const [variable] of description.matchAll(/TENCENTCLOUD_\w+/g))
                expect(page).toContain(`\`${variable}\``);
        }
    });

    test("show the example in the languages that have an example here", async () => {
        const page = await read("docs", "_index.md");
        for (const language of ["typescript", "python", "go", "yaml"])
            expect(page).toContain(`language ${language} %}}`);
    });
});
