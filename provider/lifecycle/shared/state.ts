/** Properties for state, which cannot hold undefined: the host would fail to write it, and lose the id of what was made. */
export function forState<Properties extends object>(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Properties;
}
