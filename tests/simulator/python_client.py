"""The official Python SDK behind a line of JSON each way: a call in, what the SDK made of its answer out."""

import json
import sys

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.teo.v20220901 import models, teo_client


def client_of(call):
    scheme, host = call["endpoint"].split("://")
    http = HttpProfile(protocol=scheme, endpoint=host, reqMethod=call.get("method", "POST"), reqTimeout=10)
    sign_method = call.get("signMethod", "TC3-HMAC-SHA256")
    profile = ClientProfile(sign_method, http, call.get("language", "zh-CN"))
    keys = call["credentials"]
    credential = Credential(keys["secretId"], keys["secretKey"], keys.get("token"))
    return teo_client.TeoClient(credential, "", profile)


def send(client, action, parameters):
    request_type = getattr(models, f"{action}Request", None)
    # The SDK's types have no room for the wrong parameters of some cases.
    if request_type is None or not all(hasattr(request_type, name) for name in parameters):
        return client.call_json(action, parameters)["Response"]
    request = request_type()
    request.from_json_string(json.dumps(parameters))
    return json.loads(getattr(client, action)(request).to_json_string())


def answer(call):
    try:
        return {"fields": send(client_of(call), call["action"], call["parameters"])}
    except TencentCloudSDKException as error:
        return {"error": {"code": error.code, "message": error.message, "requestId": error.requestId}}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
