// Makes the archives of the provider plugin that `pulumi plugin install resource teo VERSION --file ARCHIVE` takes:
//
//     npm run archive -- FOLDER
//
// Each holds the program as one file and what starts it with the Node.js on the PATH. So they are the same for every processor; Windows
// wants a start script of its own. The names are those that a plugin server or a GitHub release is asked for.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { version } from "../package.json";

const ROOT = join(__dirname, "..");
const NAME = "pulumi-resource-teo";
const NODE_MISSING = `${NAME}: there is no Node.js on the PATH. next step: install Node.js 20.19 or newer from your system's packages, and try again`;

const START = `#!/bin/sh
command -v node >/dev/null || { echo "${NODE_MISSING}" >&2; exit 1; }
exec node "$(dirname "$0")/${NAME}.js" "$@"
`;
const START_ON_WINDOWS = `@echo off\r
where node >nul 2>nul || (echo ${NODE_MISSING} 1>&2 & exit /b 1)\r
node "%~dp0${NAME}.js" %*\r
`;

async function main(target: string): Promise<void> {
    const draft = mkdtempSync(join(tmpdir(), `${NAME}-`));
    try {
        const packages = await bundle(join(draft, `${NAME}.js`));
        writeFileSync(join(draft, "LICENSES"), licenses(["", ...packages]));
        writeFileSync(join(draft, NAME), START);
        chmodSync(join(draft, NAME), 0o755);
        writeFileSync(join(draft, `${NAME}.cmd`), START_ON_WINDOWS);
        mkdirSync(target, { recursive: true });
        for (const [system, start] of [
            ["linux", NAME],
            ["darwin", NAME],
            ["windows", `${NAME}.cmd`],
        ] as const) {
            for (const processor of ["amd64", "arm64"]) {
                const archive = join(target, `${NAME}-v${version}-${system}-${processor}.tar.gz`);
                execFileSync("tar", ["-czf", archive, "-C", draft, start, `${NAME}.js`, "LICENSES"]);
                console.log(archive);
            }
        }
    } finally {
        rmSync(draft, { recursive: true, force: true });
    }
}

/** Answers the folders of the packages that the bundle holds. */
async function bundle(outfile: string): Promise<string[]> {
    const { metafile } = await build({
        absWorkingDir: ROOT,
        entryPoints: ["provider/plugin/main.ts"],
        outfile,
        bundle: true,
        metafile: true,
        platform: "node",
        target: "node20.19",
        logLevel: "warning",
        // A node_modules above the folder that the plugin is installed in is none of its own: what it needs is in the bundle.
        define: { "require.resolve": "noResolve" },
    });
    const folders = Object.keys(metafile.inputs).map((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]);
    return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

function licenses(folders: string[]): string {
    const texts = folders.map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
        const file = readdirSync(join(ROOT, folder)).find((entry) => /^licen[cs]e/i.test(entry));
        const text = file ? readFileSync(join(ROOT, folder, file), "utf8") : "";
        return `${name} ${version} (${license})\n\n${text}`;
    });
    return texts.join(`\n${"-".repeat(80)}\n\n`);
}

const [target] = process.argv.slice(2);
if (target) {
    void main(target);
} else {
    console.error("usage: npm run archive -- FOLDER");
    process.exitCode = 2;
}
