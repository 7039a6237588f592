// The official Go SDK behind a line of JSON each way: a call in, what the SDK made of its answer out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	teo "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/teo/v20220901"
)

type call struct {
	Endpoint    string
	Credentials struct{ SecretId, SecretKey, Token string }
	Action      string
	Parameters  json.RawMessage
	Method      string
	Language    string
	SignMethod  string
}

func settings(c call) (*common.Credential, *profile.ClientProfile) {
	p := profile.NewClientProfile()
	target := strings.SplitN(c.Endpoint, "://", 2)
	p.HttpProfile.Scheme, p.HttpProfile.Endpoint = target[0], target[1]
	p.HttpProfile.ReqTimeout = 10
	if c.Method != "" {
		p.HttpProfile.ReqMethod = c.Method
	}
	if c.Language != "" {
		p.Language = c.Language
	}
	if c.SignMethod != "" {
		p.SignMethod = c.SignMethod
	}
	return common.NewTokenCredential(c.Credentials.SecretId, c.Credentials.SecretKey, c.Credentials.Token), p
}

// The SDK's own types have no room for the wrong parameters of some cases: then it is called as for an API of no types.
func send(c call) (string, error) {
	credential, settings := settings(c)
	client, err := teo.NewClient(credential, "", settings)
	if err != nil {
		return "", err
	}
	if method := reflect.ValueOf(client).MethodByName(c.Action); method.IsValid() {
		request := reflect.New(method.Type().In(0).Elem())
		base := &tchttp.BaseRequest{}
		base.Init().WithApiInfo("teo", teo.APIVersion, c.Action)
		request.Elem().FieldByName("BaseRequest").Set(reflect.ValueOf(base))
		typed := request.Interface().(interface{ FromJsonString(string) error })
		if typed.FromJsonString(string(c.Parameters)) == nil {
			results := method.Call([]reflect.Value{request})
			if err, failed := results[1].Interface().(error); failed {
				return "", err
			}
			return results[0].Interface().(interface{ ToJsonString() string }).ToJsonString(), nil
		}
	}
	request := tchttp.NewCommonRequest("teo", teo.APIVersion, c.Action)
	var parameters map[string]interface{}
	if err := json.Unmarshal(c.Parameters, &parameters); err != nil {
		return "", err
	}
	if err := request.SetActionParameters(parameters); err != nil {
		return "", err
	}
	if c.SignMethod != "" && c.SignMethod != "TC3-HMAC-SHA256" {
		// With an older signature, the SDK sends these and no others.
		for name, value := range parameters {
			request.GetParams()[name] = fmt.Sprint(value)
		}
	}
	response := tchttp.NewCommonResponse()
	err = common.NewCommonClient(credential, "", settings).Send(request, response)
	return string(response.GetBody()), err
}

func answer(c call) map[string]interface{} {
	text, err := send(c)
	if sdkError, ok := err.(*errors.TencentCloudSDKError); ok {
		return map[string]interface{}{"error": map[string]string{
			"code": sdkError.Code, "message": sdkError.Message, "requestId": sdkError.RequestId,
		}}
	}
	var envelope struct{ Response json.RawMessage }
	if err == nil {
		err = json.Unmarshal([]byte(text), &envelope)
	}
	if err != nil {
		panic(err)
	}
	return map[string]interface{}{"fields": envelope.Response}
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var c call
		if err := json.Unmarshal(line, &c); err != nil {
			panic(err)
		}
		text, err := json.Marshal(answer(c))
		if err != nil {
			panic(err)
		}
		fmt.Println(string(text))
	}
}
