const OFF = { Switch: "off" };
const ON = { Switch: "on" };

/** The configuration of a zone that nobody has changed, by the names of the API: as the vendor's example has it. */
export const DEFAULT_ZONE_SETTINGS: Readonly<Record<string, unknown>> = {
    AccelerateMainland: OFF,
    CacheConfig: {
        Cache: { CacheTime: 2_592_000, ...OFF },
        FollowOrigin: { DefaultCache: "on", DefaultCacheStrategy: "on", DefaultCacheTime: 0, ...ON },
        NoCache: OFF,
    },
    CacheKey: {
        FullUrlCache: "on",
        IgnoreCase: "off",
        QueryString: { Action: "includeCustom", ...OFF, Value: [] },
    },
    CachePrefresh: { Percent: 90, ...OFF },
    ClientIpCountry: { HeaderName: "", ...OFF },
    ClientIpHeader: { HeaderName: "", ...OFF },
    Compression: { Algorithms: ["brotli", "gzip"], ...ON },
    ForceRedirect: { RedirectStatusCode: 302, ...OFF },
    Grpc: OFF,
    Https: {
        ApplyType: "none",
        CertInfo: [],
        CipherSuite: "loose-v2023",
        Hsts: { IncludeSubDomains: "off", MaxAge: 0, Preload: "off", ...OFF },
        Http2: "on",
        OcspStapling: "off",
        TlsVersion: ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
    },
    ImageOptimize: OFF,
    Ipv6: OFF,
    JITVideoProcess: OFF,
    MaxAge: { FollowOrigin: "on", MaxAgeTime: 600 },
    NetworkErrorLogging: ON,
    OfflineCache: ON,
    Origin: { Origins: [], BackupOrigins: [], OriginPullProtocol: "follow", CosPrivateAccess: "off" },
    PostMaxSize: { MaxSize: 524_288_000, ...ON },
    Quic: OFF,
    SmartRouting: OFF,
    StandardDebug: { AllowClientIPList: [], ExpireTime: "1969-12-31T16:00:00Z", ...OFF },
    UpstreamHttp2: OFF,
    WebSocket: { ...OFF, Timeout: 30 },
};
