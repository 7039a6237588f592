/**
 * Messages per code of zones, hosts and DNS records, Chinese first. The Chinese ones are the vendor's, as its SDKs list
 * them; of a code that is listed without one, and for all of English, the vendor publishes none.
 */
export const STACK_MESSAGES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
    "InvalidParameter.ConflictHostOrigin": ["源站不能和域名一致。", "The origin must not be the domain itself."],
    "InvalidParameter.ErrInvalidActionParamValue": [
        "非法操作-非法参数-无效参数值。",
        "The value of a parameter is invalid for this action.",
    ],
    "InvalidParameter.InvalidIpv6Switch": ["无效的Ipv6开关配置。", "The IPv6 setting is invalid."],
    "InvalidParameter.InvalidOrigin": ["无效的源站。", "The origin is invalid."],
    "InvalidParameter.InvalidOriginIp": [
        "不支持填写内网IP/回环地址作为源站地址",
        "A private or loopback address cannot be an origin.",
    ],
    "InvalidParameter.InvalidPrivateAccessParams": [
        "请填写AccessKeyId、SecretAccessKey作为第三方对象存储私有访问参数。",
        "Private access to an object storage needs AccessKeyId and SecretAccessKey.",
    ],
    "InvalidParameter.InvalidPrivateAccessSwitch": [
        "请指定PrivateAccess参数值为on/off。",
        "PrivateAccess must be on or off.",
    ],
    "InvalidParameter.InvalidServerName": ["无效的回源Host。", "The Host header for the origin is invalid."],
    "InvalidParameter.LengthExceedsLimit": ["参数长度超过限制。", "The parameter is too long."],
    "InvalidParameter.PlanNotFound": ["套餐不存在。", "The plan does not exist."],
    "InvalidParameter.ZoneHasBeenBound": ["站点已被绑定。", "The zone is already bound to a plan."],
    "InvalidParameter.ZoneNameIsRequired": [
        "无域名接入站点切换到CNAME接入类型时站点名称必传。",
        "A zone without a name needs ZoneName to switch to CNAME access.",
    ],
    "InvalidParameterValue.CertificateVerifyClientNeedCert": [
        "边缘双向认证配置至少需要配置一本证书。",
        "Mutual TLS with clients needs at least one certificate.",
    ],
    "InvalidParameterValue.CertificateVerifyUpstreamClientNeedCert": [
        "回源双向认证配置至少需要配置一本证书。",
        "Mutual TLS with the origin needs at least one certificate.",
    ],
    "InvalidParameterValue.CertificateVerifyUpstreamVerifyCustomCANeedCert": [
        "源站证书校验配置至少需要配置一本证书。",
        "The verification of the origin's certificate needs at least one certificate.",
    ],
    "InvalidParameterValue.ClientCertInfoQuotaLimit": [
        "边缘双向认证配置中的客户端 CA 证书最多允许配置20本。",
        "Mutual TLS with clients takes at most 20 certificates.",
    ],
    "InvalidParameterValue.ConflictRecord": ["与已经添加的记录冲突。", "The record conflicts with another one."],
    "InvalidParameterValue.ConflictWithDomain": [
        "DNS 记录与 加速域名 记录冲突。",
        "The record conflicts with an acceleration domain.",
    ],
    "InvalidParameterValue.ContentSameAsName": [
        "主机记录与记录值不能取值相同。",
        "The name and the content of the record must not be the same.",
    ],
    "InvalidParameterValue.DeleteTagsParamError": ["DeleteTags 参数错误。", "DeleteTags is invalid."],
    "InvalidParameterValue.InvalidDNSContent": ["DNS 记录内容错误。", "The content of the record is invalid."],
    "InvalidParameterValue.InvalidDNSName": ["DNS 记录名称错误。", "The name of the record is invalid."],
    "InvalidParameterValue.ResourceDescriptionError": [
        "资源六段式描述错误。",
        "The description of the resource is invalid.",
    ],
    "InvalidParameterValue.TagKeyEmpty": ["标签键为空。", "The key of the tag is empty."],
    "InvalidParameterValue.UpstreamClientCertInfoQuotaLimit": [
        "回源双向认证配置中的客户端证书最多允许配置1本。",
        "Mutual TLS with the origin takes at most one certificate.",
    ],
    "InvalidParameterValue.UpstreamVerifyCustomCACertInfoQuotaLimit": [
        "源站证书校验配置中的 CA 证书最多允许配置1本。",
        "The verification of the origin's certificate takes at most one certificate.",
    ],
    "InvalidParameterValue.ZoneNameInvalid": [
        "站点名称格式不正确，请输入正确的域名格式。",
        "The name of the zone is not a domain name.",
    ],
    "InvalidParameterValue.ZoneNameNotSupportPunyCode": [
        "暂不支持 punycode 接入。",
        "Names in punycode are not supported.",
    ],
    "InvalidParameterValue.ZoneSameAsName": [
        "该同名站点标识已被占用，请重新输入。",
        "The alias of the zone is already in use.",
    ],
    OperationDenied: ["操作被拒绝。", "The operation is denied."],
    "OperationDenied.DeleteZonePreCheckFailed": [
        "删除站点时预检查未通过。",
        "The check before the deletion of the zone failed: pause the zone first.",
    ],
    "OperationDenied.DomainNumberIsNotZero": [
        "站点下有域名时不允许修改服务区域。",
        "The area of a zone that has domains cannot be changed.",
    ],
    "OperationDenied.ErrZoneIsAlreadyPaused": [
        "站点处于停用状态，请开启后重试。",
        "The zone is paused. Start it and try again.",
    ],
    "OperationDenied.L7HostInProcessStatus": [
        "存在加速域名处于部署中状态，暂不支持停用站点。",
        "An acceleration domain is being deployed, so the zone cannot be paused.",
    ],
    "OperationDenied.MultipleCnameZone": [
        "已存在多个Cname接入站点，不允许切换至NS。",
        "Several zones of this name have CNAME access, so none can be switched to NS access.",
    ],
    "OperationDenied.NoDomainAccessZoneOnlyAllowModifiedToCNAME": [
        "无域名接入站点仅可以切换到CNAME接入类型。",
        "A zone without a name can only be switched to CNAME access.",
    ],
    "OperationDenied.NoDomainAccessZoneOnlySupportModifyAreaAndAliasZoneName": [
        "无域名接入站点仅支持修改加速区域和同名站点标识。",
        "Only the area and the alias of a zone without a name can be changed.",
    ],
    "OperationDenied.ResourceLockedTemporary": [
        "当前有互相排斥的请求操作并行发起，请稍后重试。",
        "Another change is in progress. Try again later.",
    ],
    "OperationDenied.UseUpstreamMTLSNeedOpenHttps": [
        "如需启用回源双向认证，请先配置边缘 HTTPS 证书。",
        "Mutual TLS with the origin needs a certificate that the host serves.",
    ],
    ResourceInUse: ["资源被占用。", "The resource is in use."],
    "ResourceInUse.Cname": ["资源被本账号Cname接入占用。", "The account has a zone of this name with CNAME access."],
    "ResourceInUse.Dns": ["Dns资源被占用。", "The account has a zone of this name hosted by DNSPod."],
    "ResourceInUse.DnsRecord": [
        "该域名正在解析中，如果您需要开启加速，请前往 DNS 记录页开启加速。",
        "The domain has a DNS record. Enable acceleration there.",
    ],
    "ResourceInUse.NS": ["资源被本账号NS接入占用。", "The account has a zone of this name with NS access."],
    ResourceNotFound: ["资源不存在。", "The resource does not exist."],
    "ResourceNotFound.ZoneNotFound": ["站点不存在。", "The zone does not exist."],
    "ResourceUnavailable.DomainAlreadyExists": [
        "当前域名已接入EdgeOne，如确认需要接入到当前账号，请进行域名找回。",
        "The domain is already connected to EdgeOne.",
    ],
    "ResourceUnavailable.DomainNotFound": [
        "请求的加速域名不存在，请更正后重试。",
        "The acceleration domain does not exist.",
    ],
    "ResourceUnavailable.ZoneNotFound": [
        "站点不存在或不属于该账号。",
        "The zone does not exist, or does not belong to the account.",
    ],
};
