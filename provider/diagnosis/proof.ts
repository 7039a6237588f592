/** What EdgeOne wants to see, by one of two methods. With neither, both records that EdgeOne is known to ask for are looked at. */
export interface Proof {
    /** The domain of the certificate, in ASCII; `*.` may stand for the first label. */
    domain: string;
    dns?: {
        /** The record's whole name, such as `_dnsauth.www.example.com`. */
        name: string;
        /** `CNAME`. */
        type: string;
        value: string;
    };
    file?: {
        /** The path, with a leading slash. */
        path: string;
        content: string;
    };
}
