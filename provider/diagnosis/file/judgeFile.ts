import { formatChineseDuration, formatDuration } from "../../common/clock";
import { printable } from "../../common/text";
import { list } from "../dns/names";
import { notToldNote } from "../domain/caa";
import { judgeCaa } from "../domain/judgeCaa";
import { type Finding, inOrder } from "../finding";
import { ANOTHER_NETWORK, addressesAreMadeUp } from "../lookElsewhere";
import type { Memory } from "../memory";
import { fileAdvice } from "./fileAdvice";
import { fileFinding } from "./fileFinding";
import type { FileLook } from "./lookAtFile";
import { isDisputed, whoTell } from "./lookUpAddresses";
import { outcomeOf } from "./outcome";
import { withoutAddress } from "./withoutAddress";

/** What follows from a look at a file, the leading finding first; empty if the round ended before anything could be told. */
export function judgeFile(look: FileLook, memory: Memory): Finding[] {
    const file = inOrder(judgeAddresses(look));
    const caa = look.caa ? judgeCaa(look.caa, memory) : [];
    const obstacles = caa.some(({ severity }) => severity !== "information");
    const right = addressesWithFile(look);
    const [wrong] = look.fetched.map(({ address }) => address).filter((address) => !right.includes(address));
    memory.telling = wrong === undefined ? [] : [wrong, ...right.slice(0, 1)];
    if (file.length > 0 || right.length === 0) {
        memory.rightSince = undefined;
        const nothing = file.length === 0 && look.fetched.length > 0 ? [noWayThere(look)] : [];
        return inOrder([...file, ...nothing, ...caa]);
    }
    return inOrder([...(obstacles ? [] : [allRight(look, right, memory)]), ...caa]);
}

const addressesWithFile = ({ fetched, wanted }: FileLook): string[] =>
    fetched.filter(({ hops }) => outcomeOf(hops, wanted).ok).map(({ address }) => address);

/** Each address is of a kind that this machine cannot send to. */
function noWayThere(look: FileLook): Finding {
    const { host } = look.wanted;
    const addresses = list(look.fetched.map(({ address }) => address));
    return fileFinding(look, "cannotLook", "information", {
        en: `The file could not be fetched: this machine has no network for the address of ${host} (${addresses}), such as IPv6.`,
        zh: `无法获取文件：本机没有可访问 ${host} 地址（${addresses}）的网络（例如 IPv6）。`,
    });
}

/** Nothing where the file is right. */
function judgeAddresses(look: FileLook): Finding[] {
    const { wanted, answers, addresses, reserved, madeUp } = look;
    const { host } = wanted;
    if (addresses.length === 0) return withoutAddress(look);
    if (madeUp.length === addresses.length) {
        return [
            fileFinding(
                look,
                "fakeAddresses",
                "information",
                addressesAreMadeUp(
                    { en: `${host}: ${list(madeUp)}`, zh: `${host}：${list(madeUp)}` },
                    {
                        en: "the file cannot be fetched as others see it",
                        zh: "无法像外部那样获取文件",
                    },
                ),
                ANOTHER_NETWORK,
            ),
        ];
    }
    const own = whoTell(answers).every(({ resolver }) => resolver.own);
    const findings = judgeAnswers(look);
    if (reserved.length > 0) {
        const isSure =
            reserved.length === addresses.length && !reserved.some((address) => isDisputed(address, answers));
        const severity = own ? "information" : isSure ? "fatal" : "probable";
        findings.push(
            fileFinding(
                look,
                "reservedAddress",
                severity,
                {
                    en: `${host} points to ${list(reserved)}, which nobody outside can reach${own ? " (as this machine's resolver says)" : ""}.`,
                    zh: `${host} 指向 ${list(reserved)}，外部无法访问${own ? "（据本机解析器）" : ""}。`,
                },
                {
                    en: `Point ${host} to an address that can be reached from the internet.`,
                    zh: `请将 ${host} 指向公网可访问的地址。`,
                },
            ),
        );
    }
    return findings;
}

function judgeAnswers(look: FileLook): Finding[] {
    const { wanted, answers, fetched } = look;
    const url = `http://${wanted.host}${printable(wanted.path, 100)}`;
    const outcomes = fetched
        // A machine without IPv6 says nothing of an address of it.
        .filter(({ hops: [first] }) => first.got.failure !== "noNetwork")
        .map(({ address, hops }) => ({ address, outcome: outcomeOf(hops, wanted) }));
    const right = outcomes.filter(({ outcome }) => outcome.ok);
    const wrong = outcomes.flatMap(({ address, outcome }) => (outcome.ok ? [] : [{ address, ...outcome }]));
    const [first] = wrong;
    if (!first) return [];
    const [other] = right;
    if (other) {
        return [
            fileFinding(
                look,
                "addressesDiffer",
                "probable",
                {
                    en: `The addresses of ${wanted.host} differ: ${other.address} has the file, ${first.address} ${first.says.en}.`,
                    zh: `${wanted.host} 的各地址应答不一致：${other.address} 有文件，${first.address} ${first.says.zh}。`,
                },
                fileAdvice("addressesDiffer", wanted, first.address),
            ),
        ];
    }
    return wrong.map(({ address, id, severity, says }) =>
        fileFinding(
            look,
            id,
            // Not everybody is sent to that address.
            severity === "fatal" && isDisputed(address, answers) ? "probable" : severity,
            { en: `${url} at ${address} ${says.en}.`, zh: `${url}（${address}）${says.zh}。` },
            fileAdvice(id, wanted, address),
        ),
    );
}

function allRight(look: FileLook, addresses: readonly string[], memory: Memory): Finding {
    const now = look.fetched[0]?.hops[0].got.when ?? 0;
    memory.rightSince ??= now;
    const rightForMs = now - memory.rightSince;
    const where = list(addresses);
    const [note] = look.caa ? notToldNote(look.caa) : [];
    const url = `http://${look.wanted.host}${printable(look.wanted.path, 100)}`;
    return fileFinding(look, "allRight", "information", {
        en: `${url} is right at ${where} as seen from here, for ${formatDuration(rightForMs)} by now. EdgeOne has not looked yet, or is answered otherwise than this machine.${note ? ` ${note.en}` : ""}`,
        zh: `从本机看 ${url} 在 ${where} 上正确，已持续 ${formatChineseDuration(rightForMs)}。EdgeOne 尚未检查，或得到的应答与本机不同。${note?.zh ?? ""}`,
    });
}
