/** Lines as each kind of log writes them, from the examples of AWS's user guides, with the kind whose ready queries must come first. */
export const SAMPLE_LINES: readonly (readonly [kind: string, lines: readonly string[]])[] = [
  [
    "Lambda",
    [
      "START RequestId: 8286a188-ba32-4475-8077-530cd35c09a9 Version: $LATEST\n",
      "2026-11-24T10:00:00.000Z\t8286a188-ba32-4475-8077-530cd35c09a9\tINFO\tpaid\n",
      "END RequestId: 8286a188-ba32-4475-8077-530cd35c09a9\n",
      "REPORT RequestId: 8286a188-ba32-4475-8077-530cd35c09a9\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\tInit Duration: 111.12 ms\t\n",
    ],
  ],
  [
    "Lambda (JSON)",
    [
      '{"time":"2026-11-24T10:00:00.000Z","type":"platform.start","record":{"requestId":"8286a188","version":"$LATEST"}}',
      '{"time":"2026-11-24T10:00:01.000Z","type":"platform.report","record":{"requestId":"8286a188","status":"success","metrics":{"durationMs":1.2,"billedDurationMs":2,"memorySizeMB":128,"maxMemoryUsedMB":66}}}',
    ],
  ],
  [
    "VPC flow logs",
    [
      "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
      "2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK",
      "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA",
    ],
  ],
  [
    "API Gateway",
    [
      '{"requestId":"c3a0e5b2","ip":"203.0.113.7","caller":"-","user":"-","requestTime":"24/Nov/2026:10:00:00 +0000","httpMethod":"GET","resourcePath":"/orders/{id}","status":"200","protocol":"HTTP/1.1","responseLength":"312"}',
    ],
  ],
  [
    "Requests in the common log format",
    ['203.0.113.7 - - [24/Nov/2026:10:00:00 +0000] "GET /orders/7 HTTP/1.1" 200 312 c3a0e5b2-6f2b-11ee-b962-0242ac120002'],
  ],
  [
    "CloudTrail",
    [
      '{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/Mary"},"eventTime":"2026-11-24T10:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"StartInstances","awsRegion":"us-east-2","sourceIPAddress":"192.0.2.0"}',
    ],
  ],
  [
    "Container Insights",
    [
      '{"Version":"0","Type":"Task","TaskId":"3cf3fd25","ClusterName":"default","ServiceName":"web","CpuUtilized":1.5,"MemoryUtilized":120}',
    ],
  ],
  [
    "Load balancer (ALB)",
    [
      '{"type":"https","time":"2026-11-24T10:00:00.000000Z","elb":"app/web/50dc6c495c0c9188","client_ip":"203.0.113.7","target_ip":"10.0.0.1","target_processing_time":0.001,"elb_status_code":200,"target_status_code":200}',
    ],
  ],
  [
    "Load balancer (ALB), text",
    [
      'https 2026-11-24T10:00:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2',
      'http 2026-11-24T10:00:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - -1 -1 -1 502 - 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - -',
    ],
  ],
  ["Requests in JSON", ['{"path":"/orders","status":503,"ms":12}']],
  ["JSON", ['{"level":"error","message":"timeout"}']],
  ["Any log", ["some text", "WARN other text"]],
];
