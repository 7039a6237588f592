/** A DNS record that proves control of a domain. */
export interface DnsVerification {
    /** The record's name relative to the DNS zone, such as `_dnsauth.www`. */
    subdomain: string;
    /** `CNAME` at present. */
    recordType: string;
    recordValue: string;
    /** The record's full name, without a trailing dot, such as `_dnsauth.www.example.com`. */
    fqdn: string;
}

/** A file that proves control of a domain. EdgeOne fetches it over HTTP. */
export interface FileVerification {
    /** The path, with a leading slash. */
    path: string;
    content: string;
    /** `http://`, the domain, and the path. */
    url: string;
}
