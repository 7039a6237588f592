/** A DNS record that proves control of a domain. */
export interface DnsVerification {
    /** The record's name relative to the DNS zone, such as `_dnsauth.www`. */
    subdomain: string;
    /** `CNAME` at present. */
    recordType: string;
    /** The value of the record: the name that the CNAME points to. */
    recordValue: string;
    /** The record's full name, without a trailing dot, such as `_dnsauth.www.example.com`. */
    fqdn: string;
}

/** A file that proves control of a domain. EdgeOne fetches it over HTTP. */
export interface FileVerification {
    /** The path, with a leading slash. */
    path: string;
    /** The content of the file. */
    content: string;
    /** `http://`, the domain, and the path. */
    url: string;
}
