/** DER, the binary form of ASN.1 (X.690), as far as a certificate needs it. */

/** A value with its tag and length before it. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
    const content = Buffer.concat(parts);
    const { length } = content;
    const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
export const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.from([unused]), content);
export const TRUE = Buffer.from([0x01, 0x01, 0xff]);

/** An object identifier, e.g. `2.5.4.3`. */
export function oid(text: string): Buffer {
    const [first = 0, second = 0, ...others] = text.split(".").map(Number);
    const bytes = [40 * first + second, ...others].flatMap((arc) => {
        const groups = [arc & 0x7f];
        for (let rest = arc >> 7; rest > 0; rest >>= 7) {
            groups.unshift((rest & 0x7f) | 0x80);
        }
        return groups;
    });
    return der(0x06, Buffer.from(bytes));
}

/** A time before 2050, to the second. */
export const utcTime = (ms: number): Buffer =>
    der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));
