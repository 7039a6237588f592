module pulumi-teo/tests/simulator/goclient

go 1.14

require (
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.158
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/teo v1.3.158
)
