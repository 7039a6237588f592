// Proves control of a domain by a file on the web server that is the host's origin, written over SSH.
// EdgeOne fetches the file over http. A wildcard cannot be proved like this.
//
//     pulumi config set zoneId zone-28v607hq8d3m   # the EdgeOne zone
//     pulumi config set host www.example.com       # an acceleration domain of the zone
//     pulumi config set server 203.0.113.10        # where to write the file
//     pulumi config set user deploy
//     pulumi config set --secret privateKey < ~/.ssh/id_ed25519
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

const config = new pulumi.Config();
const webRoot = config.get("webRoot") ?? "/var/www/html";
const connection = {
    host: config.require("server"),
    user: config.require("user"),
    privateKey: config.requireSecret("privateKey"),
};

const managed = new teo.ManagedHostCertificate("www", {
    zoneId: config.require("zoneId"),
    host: config.require("host"),
    verificationMethod: "http_challenge",
    publish: ({ file }, opts) =>
        new command.remote.Command(
            "proof",
            {
                connection,
                create: pulumi.interpolate`f='${webRoot}${file.path}' && mkdir -p "$(dirname "$f")" && cat > "$f"`,
                stdin: file.content,
                delete: pulumi.interpolate`rm -f '${webRoot}${file.path}'`,
            },
            opts,
        ),
});

export const status = managed.status; // deployed
export const expireTime = managed.expireTime;
