import { parseCommandLine } from "../../../provider/cli/commandLine";
import { NAME, VALUE } from "../diagnosis/situation";

const DOMAIN = "www.example.com";
/** A name of so many characters, within example.com, with no part that is too long for itself. */
const long = (length: number) => `${"a".repeat(2 - (length % 2))}${".a".repeat(Math.ceil(length / 2) - 7)}.example.com`;
const parse = (...argv: string[]) => {
    const command = parseCommandLine(argv, {});
    if (typeof command === "string") throw new Error(command);
    return command;
};
const record = (...argv: string[]) => parse(...argv).proof.dns;

describe("the command line refuses, by the flag's name, with what is wrong and what to give:", () => {
    test.each<[argv: string[], message: RegExp]>([
        [[DOMAIN, "--value", ""], /^--value is empty: give the recordValue of the application, such as www/],
        [[DOMAIN, "--value= "], /^--value is empty: give/],
        [[DOMAIN, "--value", VALUE, "--name", ""], /^--name is empty: give the full name of the record, such as _dns/],
        [[DOMAIN, "--resolvers="], /^--resolvers is empty: give a comma-separated list of DNS servers/],
        [[DOMAIN, "--resolvers", ", ,"], /^--resolvers is an empty list: give a comma-separated list of DNS servers/],
        [
            [DOMAIN, "--resolvers", "none"],
            /^--resolvers: "none" is not a DNS server: give a comma-separated list of DNS servers/,
        ],
        [[DOMAIN, "--file-path", "/x", "--file-content", ""], /^--file-content is empty: give the content of the file/],
        [[DOMAIN, "--language", ""], /^--language is empty: give en-US or zh-CN/],
        [[DOMAIN, "--language", "fr"], /^--language must be en-US or zh-CN, not "fr"/],
        [[DOMAIN, "--value"], /^--value needs a value: give the recordValue/],
        [[DOMAIN, "--value", "--json"], /^--value needs a value, but --json follows it: give the recordValue/],
        [
            [DOMAIN, "--dns-port", "-1"],
            /^--dns-port needs a value.*write a value that begins with a dash as --dns-port=-1$/,
        ],
        [[DOMAIN, "--dns-port=65536"], /^--dns-port must be a number from 1 to 65535, not "65536"/],
        [[DOMAIN, "--json=yes"], /^--json takes no value$/],
        [[DOMAIN, "--value", VALUE, "--value", VALUE], /^--value is given twice: give it once$/],
        [[DOMAIN, "--json", "--json"], /^--json is given twice/],
        [[DOMAIN, "-x"], /^unknown option -x$/],
        [[DOMAIN, "--no-json"], /^unknown option --no-json$/],
        [[DOMAIN, "--toString"], /^unknown option --toString$/],
        [[], /^give one domain, such as www\.example\.com$/],
        [["a.example.com", "b.example.com"], /^give one domain, not 2: a\.example\.com b\.example\.com$/],
        [[""], /^the domain must not be empty/],
        [
            [NAME],
            /^the domain begins with an underscore: give the domain itself, .* and the record's name with --name$/,
        ],
        [["--", "--help"], /^the domain is not a domain name/],
        [
            [`${"a".repeat(64)}.example.com`],
            /^the domain is not .*: it has a label of 64 characters, and the maximum is 63/,
        ],
        [[long(254)], /^the domain is not .*: it has 254 characters, and the maximum is 253$/],
        [
            [long(253), "--value", VALUE],
            /^the domain is too long.*_dnsauth the name has 262 characters, and the maximum is 253: give --value and --name/,
        ],
        [
            [long(238)],
            /^the domain is too long for its record.*_acme-challenge the name has 254 characters, and the maximum is 253/,
        ],
        [[DOMAIN, "--check"], /^--check needs --zone: give the id of the EdgeOne zone, such as zone-/],
        [[DOMAIN, "--file-content", "x"], /^--file-path and --file-content go together: give --file-path the path/],
        [
            [DOMAIN, "--file-path", "http://www.example.com/x", "--file-content", "x"],
            /^--file-path is a URL: give the p/,
        ],
        [[DOMAIN, "--file-path", "x", "--file-content", "x"], /^--file-path must begin with a slash: give/],
        [
            [DOMAIN, "--file-path", "/x y", "--file-content", "x"],
            /^--file-path contains a space or .*: percent-encode it/,
        ],
    ])("%j", (argv, message) => {
        expect(() => parse(...argv)).toThrow(message);
    });

    test.each<[name: string, message: RegExp]>([
        [
            "_acme-challenge",
            /^--name _acme-challenge is not within example\.com: give the full name .* _dnsauth\.www\.exa/,
        ],
        ["_dnsauth.www", /is not within example\.com/],
        ["_dnsauth.www.example.net", /is not within example\.com/],
        ["_dnsauth.www.badexample.com", /is not within example\.com/],
        ["_dnsauth.例子.com", /is not within example\.com/],
        [`${"a".repeat(64)}.example.com`, /^--name is not .*_dnsauth.*: it has a label of 64 characters/],
        [long(254), /^--name is not .*: it has 254 characters, and the maximum is 253/],
        ["_dnsauth www.example.com", /^--name contains white space: give .* such as _dnsauth\.www\.example\.com$/],
        ["*.www.example.com", /^--name is a wildcard: give the full name of the record/],
        ["_dnsauth..example.com", /^--name is not a domain name such as _dnsauth\.www\.example\.com$/],
        ["http://_dnsauth.www.example.com", /^--name is a URL with a scheme/],
        ["_dnsauth\u200b.www.example.com", /^--name contains an invisible character, U\+200B/],
    ])("--name %j", (name, message) => {
        expect(() => parse(DOMAIN, "--value", VALUE, "--name", name)).toThrow(message);
    });

    test.each<[value: string, message: RegExp]>([
        [
            "CNAME www.example.com.eoacme0.com",
            /^--value contains white space: give .* such as www\.example\.com\.eoacme0/,
        ],
        [`"${VALUE}"`, /^--value contains a character that no domain name may have/],
        [`https://${VALUE}`, /^--value is a URL with a scheme/],
        ["*.example.com.eoacme0.com", /^--value is a wildcard: give the recordValue of the application/],
        ["192.0.2.1", /^--value is not a domain name such as www\.example\.com\.eoacme0\.com$/],
        [`${"a".repeat(64)}.com`, /^--value is not .*: it has a label of 64 characters/],
        [long(254), /^--value is not .*: it has 254 characters/],
    ])("--value %j", (value, message) => {
        expect(() => parse(DOMAIN, "--value", value)).toThrow(message);
    });
});

describe("the command line takes", () => {
    test("a name with a trailing dot, in capitals and in Unicode", () => {
        expect(record(DOMAIN, "--value", `${VALUE.toUpperCase()}.`, "--name", "_DNSAUTH.www.example.com.")).toEqual({
            name: NAME,
            type: "CNAME",
            value: VALUE,
        });
        const idn = parse("www.例子.com.", "--value", "www.例子.com.eoacme0.com", "--name", "_dnsauth。www.例子.com");
        expect(idn.proof).toEqual({
            domain: "www.xn--fsqu00a.com",
            dns: {
                name: "_dnsauth.www.xn--fsqu00a.com",
                type: "CNAME",
                value: "www.xn--fsqu00a.com.eoacme0.com",
            },
        });
    });

    test("a name elsewhere in the zone, and the usual one of a wildcard", () => {
        expect(record(DOMAIN, "--value", VALUE, "--name", "_acme-challenge.example.com")?.name).toBe(
            "_acme-challenge.example.com",
        );
        expect(record("*.example.com", "--value", VALUE)?.name).toBe("_dnsauth.example.com");
    });

    test("the longest domain where its record has a name of its own, and where there is only a file", () => {
        expect(record(long(253), "--value", VALUE, "--name", NAME)?.name).toBe(NAME);
        expect(parse(long(253), "--file-path", "/x", "--file-content", "y").proof.domain).toHaveLength(253);
        expect(parse(long(237)).proof.domain).toHaveLength(237);
    });

    test("resolvers with commas, spaces or both, as the setting does", () => {
        expect(parse(DOMAIN, "--resolvers", "8.8.8.8, 1.1.1.1:53 https://dns.example/dns-query,").resolvers).toEqual([
            "8.8.8.8",
            "1.1.1.1:53",
            "https://dns.example/dns-query",
        ]);
    });

    test("what begins with a dash, where it cannot be an option", () => {
        expect(parse(DOMAIN, "--file-path", "/x", "--file-content=-x").proof.file?.content).toBe("-x");
    });

    test("-h for help, whatever else is there", () => {
        expect(parseCommandLine(["-h", "--value", VALUE], {})).toBe("help");
    });
});
