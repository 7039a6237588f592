/**
 * The environment for a process under test: nothing of the developer's own (TENCENTCLOUD_*, PULUMI_*, proxies, CI), and a
 * home without a credentials file.
 */
export function cleanEnv(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { PATH: process.env.PATH ?? "", TMPDIR: process.env.TMPDIR ?? "/tmp", LANG: "C.UTF-8", HOME: home, ...more };
}
