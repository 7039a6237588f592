import { checkFields, oneOf, SimulatorError, text } from "../common/checks";
import { bare } from "../zones/dnsRecord";
import type { DnsRecords } from "../zones/dnsRecords";
import type { RecordType } from "./application";

/** A DNS record published in the simulator: the only one of its name and type. */
export interface PublishedRecord {
    /** The full name, e.g. `_dnsauth.www.example.com`; a dot at its end makes no difference. */
    name: string;
    /** `NS`, of a zone's apex, is for a zone with access by name servers to be verified. */
    type: RecordType | "NS";
    value: string;
}

/** A file published in the simulator. */
export interface PublishedFile {
    /** E.g. `http://www.example.com/.well-known/teo-verification/z12h416twn.txt`. */
    url: string;
    content: string;
}

const LIMIT = 100_000;
const TYPES = ["CNAME", "TXT", "NS"] as const;
const TYPE = oneOf(...TYPES);
const url = (value: unknown): string | undefined =>
    typeof value === "string" && URL.canParse(value) && value.startsWith("http://")
        ? undefined
        : "must be a URL, e.g. http://www.example.com/.well-known/teo-verification/z12h416twn.txt";

/** Proofs published in the simulator itself, where no DNS server or web server is to be asked. */
export class Published {
    readonly #records = new Map<string, PublishedRecord>();
    readonly #files = new Map<string, PublishedFile>();

    /** The records of zones, made by calls, are published, too. */
    constructor(private readonly dnsRecords: DnsRecords) {}

    get records(): PublishedRecord[] {
        return [...this.#records.values()].map((record) => ({ ...record }));
    }

    get files(): PublishedFile[] {
        return [...this.#files.values()].map((file) => ({ ...file }));
    }

    publish(record: unknown): void {
        checkFields("the record", { name: null, type: null, value: null, ...Object(record) }, RECORD);
        const { name, type, value } = record as PublishedRecord;
        hold(this.#records, keyOf(name, type), { name: bare(name), type, value });
    }

    /** Removes the records of that name, or the one of that type. */
    unpublish(record: unknown): void {
        checkFields("the record", { name: null, ...Object(record) }, RECORD);
        const { name, type } = record as Partial<PublishedRecord> & { name: string };
        for (const each of type === undefined ? TYPES : [type]) {
            this.#records.delete(keyOf(name, each));
        }
    }

    publishFile(file: unknown): void {
        checkFields("the file", { url: null, content: null, ...Object(file) }, { url, content: text });
        const { url: place, content } = file as PublishedFile;
        hold(this.#files, normalUrl(place), { url: normalUrl(place), content });
    }

    unpublishFile(file: unknown): void {
        checkFields("the file", { url: null, ...Object(file) }, { url });
        this.#files.delete(normalUrl((file as PublishedFile).url));
    }

    /** The values of the records of that name and type, here and in zones. */
    valuesOf(name: string, type: PublishedRecord["type"]): string[] {
        const published = this.#records.get(keyOf(name, type));
        const inZones = this.dnsRecords.at(name).filter((record) => record.type === type);
        return [...(published ? [published.value] : []), ...inZones.map(({ content }) => content)];
    }

    contentOf(place: string): string | undefined {
        return this.#files.get(normalUrl(place))?.content;
    }

    clear(): void {
        this.#records.clear();
        this.#files.clear();
    }
}

const RECORD = { name: text, type: TYPE, value: text };
const keyOf = (name: string, type: PublishedRecord["type"]): string => `${type} ${bare(name)}`;
/** Host in lower case, no port 80, so that one URL has one form. */
const normalUrl = (place: string): string => new URL(place).href;

function hold<T>(held: Map<string, T>, key: string, value: T): void {
    if (held.size >= LIMIT && !held.has(key)) {
        throw new SimulatorError("publish", `the simulator holds at most ${LIMIT} of them`);
    }
    held.set(key, value);
}
