import { spawn } from "node:child_process";
import { once } from "node:events";
import {
    chmodSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    utimesSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProgramBindings } from "../../../provider/engine/programBindings";

const engine = "127.0.0.1:4711";
const ref = { zoneId: "zone-1", host: "www.example.com" };
let home: string;
let folder: string;

beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "bindings-"));
    folder = join(home, "pulumi-teo");
});
afterEach(() => rmSync(home, { recursive: true }));

const program = (address = engine) => new ProgramBindings(address, undefined, folder);
const plugin = (pid = process.pid, address = engine) => new ProgramBindings(address, pid, folder);
const begun = (bindings: ProgramBindings) => {
    bindings.clear();
    return bindings;
};

test("a program's bindings and those of each process of the plugin are known to all, by the run's engine", () => {
    begun(program()).add("urn:dynamic", ref);
    begun(plugin()).add("urn:plugin", ref);
    begun(program("127.0.0.1:4712")).add("urn:other-run", ref);
    for (const reader of [program(), plugin(1)])
        expect(reader.urnsOf(ref)?.sort()).toEqual(["urn:dynamic", "urn:plugin"]);
    // What it has added itself, it knows.
    expect(plugin().urnsOf(ref)).toEqual(["urn:dynamic"]);
    expect(program().urnsOf({ ...ref, host: "api.example.com" })).toEqual([]);
    // That of a program may be an earlier run's, whose engine had the same port.
    expect([plugin().urnsOfOtherPlugins(ref), plugin(1).urnsOfOtherPlugins(ref)]).toEqual([[], ["urn:plugin"]]);
});

test("no name of a host is written, and nobody else can read", () => {
    begun(program()).add("urn:dynamic", ref);
    const [file] = readdirSync(folder);
    expect(readFileSync(join(folder, file as string), "utf8")).not.toContain(ref.host);
});

test("a process of the plugin that is gone counts no more, nor does a program of the day before", async () => {
    const gone = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await once(gone, "exit");
    begun(plugin(gone.pid)).add("urn:gone", ref);
    begun(program()).add("urn:yesterday", ref);
    const yesterday = Date.now() / 1_000 - 25 * 3_600;
    utimesSync(join(folder, "127_0_0_1_4711"), yesterday, yesterday);
    expect(program().urnsOf(ref)).toEqual([]);
});

test("what an earlier run with the same address has left is forgotten", () => {
    begun(program()).add("urn:earlier", ref);
    begun(program());
    expect(program().urnsOf(ref)).toEqual([]);
});

test.each<[string, () => void]>([
    ["others may write to", () => mkdirSync(folder, { mode: 0o777 })],
    ["is none", () => writeFileSync(folder, "a file")],
])("nothing is known where the folder %s", (_, spoil) => {
    spoil();
    if (readdirSync(home).length > 0) chmodSync(folder, 0o777);
    begun(program()).add("urn:dynamic", ref);
    expect([program().urnsOf(ref), plugin().urnsOf(ref)]).toEqual([undefined, undefined]);
});
