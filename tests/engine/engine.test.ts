import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { withLock } from "../lock";
import { ensureEngine, findEngine } from "./engine";
import { pinnedVersion } from "./makeEngine";

let folder: string;
const said: string[] = [];
const log = (line: string) => said.push(line);

beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pulumi-teo-"));
    said.length = 0;
});

afterEach(() => rm(folder, { recursive: true }));

/** A `pulumi` that knows its version only. */
async function fake(path: string, version: string): Promise<string> {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\necho ${version}\n`);
    await chmod(file, 0o755);
    return file;
}

async function fakeCache(): Promise<string> {
    const version = await pinnedVersion();
    return fake(`cache/pulumi-teo/engine-${version}-${process.platform}-${process.arch}/bin/pulumi`, version);
}

describe("the engine", () => {
    test("of these tests is a real one, at least as new as the SDK", async () => {
        const engine = await ensureEngine();
        expect(engine.version).toMatch(/^v3\.\d+\.\d+/);
        expect(engine.path).toMatch(/pulumi$/);
    });

    test("is the one that is named, whatever is on the PATH", async () => {
        const named = await fake("named", "v3.999.1");
        await fake("path/pulumi", "v3.999.2");
        const env = { PULUMI_TEO_ENGINE: named, PATH: join(folder, "path") };
        expect(await findEngine(env, log)).toMatchObject({ path: named, version: "v3.999.1", hasLanguageHost: false });
    });

    test("is pulumi on the PATH when that is as new as the SDK", async () => {
        const path = await fake("path/pulumi", `v${sdkVersion}`);
        await fakeCache();
        const env = { PATH: join(folder, "path"), XDG_CACHE_HOME: join(folder, "cache") };
        expect(await findEngine(env, log)).toMatchObject({ path });
    });

    test.each(["v3.100.0", "v2.999.0", "v4.0.0"])(
        "is ours from before when pulumi on the PATH is %s",
        async (version) => {
            await fake("path/pulumi", version);
            const path = await fakeCache();
            const env = { PATH: join(folder, "path"), XDG_CACHE_HOME: join(folder, "cache") };
            expect(await findEngine(env, log)).toMatchObject({ path });
            expect(said).toEqual([expect.stringContaining(`is ${version}`)]);
        },
    );

    test("finds this process's Node first, and the SDK's dynamic-provider script", async () => {
        const { searchPath } = await ensureEngine();
        const folders = searchPath.split(":");
        expect(folders[0]).toBe(dirname(process.execPath));
        expect(folders).toContain(dirname(require.resolve("@pulumi/pulumi/pulumi-resource-pulumi-nodejs")));
    });
});

describe("the lock", () => {
    test("lets one work at a time, and says that another is waited for", async () => {
        const path = join(folder, "lock");
        const order: string[] = [];
        let finish = () => {};
        const finished = new Promise<void>((resolve) => {
            finish = resolve;
        });
        const first = withLock(path, log, async () => {
            order.push("first starts");
            await finished;
            order.push("first ends");
        });
        const second = withLock(path, finish, async () => {
            order.push("second");
        });
        await Promise.all([first, second]);
        expect(order).toEqual(["first starts", "first ends", "second"]);
    });

    test("is free again when its holder was killed", async () => {
        const path = join(folder, "lock");
        await writeFile(path, "");
        let worked = false;
        await withLock(path, log, async () => {
            worked = true;
        });
        expect(worked).toBe(true);
    });
});
