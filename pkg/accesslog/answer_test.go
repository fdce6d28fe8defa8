package accesslog

import (
	"fmt"
	"slices"
	"testing"
)

// istioLine is an access line of Istio in its default text format.
func istioLine(status int, flags, details string) string {
	return fmt.Sprintf(`[2026-11-25T21:26:18.409Z] "GET /berth HTTP/1.1" %d %s %s - "-" 0 45 100 - "-" "ferry/1" "84961386-6d84-929d-98bd-c5aee93b5c88" "dock" "-" outbound|80||dock.bay.svc.cluster.local 10.8.0.4:41000 10.9.0.8:80 10.8.0.4:40990 - default`,
		status, flags, details)
}

// TestEveryFlagIsExplained goes through Envoy's response flags
// (https://github.com/envoyproxy/envoy/blob/main/source/common/stream_info/utility.h).
func TestEveryFlagIsExplained(t *testing.T) {
	byProxy := []string{"DF", "DO", "DPE", "DT", "FI", "IH", "LR", "NC", "NFCF", "NR", "OM", "RL", "RLSE", "SI",
		"UAEX", "UC", "UDO", "UF", "UH", "UMSDR", "UO", "UPE", "UR", "UT"}
	byCaller := []string{"DC", "DR"} // which left before there was a status
	byOthers := []string{"DI", "RFCF", "LH", "URX"}
	explained := func(status int, flag string) bool {
		a, _ := Parse(istioLine(status, flag, "-"))
		answer, ok := a.Answer()
		return ok && answer.Code == flag && answer.Cause != "" && answer.Check != "" && answer.Proxy == "Envoy"
	}
	for _, r := range envoyFlags {
		isCaller := slices.Contains(byCaller, r.code)
		if !isCaller && !slices.Contains(byProxy, r.code) {
			t.Errorf("%s is no flag", r.code)
		}
		for _, flag := range []string{r.code, r.long} {
			if explained(503, flag) == isCaller || explained(0, flag) == false {
				t.Errorf("%s is explained at 503: %t, at 0: %t", flag, explained(503, flag), explained(0, flag))
			}
		}
	}
	for _, flag := range byOthers {
		if explained(503, flag) {
			t.Errorf("%s is explained, but something else made the response", flag)
		}
	}
	if len(envoyFlags) != len(byProxy)+len(byCaller) {
		t.Errorf("%d flags are explained", len(envoyFlags))
	}
}

func TestAnswer(t *testing.T) {
	const nginx = `10.2.0.9 - - [11/Mar/2026:09:14:02 +0000] "GET /cups HTTP/1.1" %d 45 "-" "Mozilla/5.0" 310 0.090 [tea-cups-80] [] %s abcd`
	const haproxy = `haproxy[14389]: 10.0.1.2:33317 [06/Feb/2026:12:14:14.655] http-in cups/srv1 10/0/30/69/109 %d 2750 - - %s 1/1/1/1/0 0/0 "GET /cups HTTP/1.1"`
	const traefik = `{"DownstreamStatus":%d,"Duration":90000000,"OriginStatus":%d,"RequestMethod":"GET","RequestPath":"/cups","ServiceName":"tea-cups-8080@kubernetes","level":"info"}`
	for name, tc := range map[string]struct{ line, want string }{
		"UH, with what Envoy calls it":        {istioLine(503, "UH", "no_healthy_upstream"), "Envoy 503 UH: dock had no healthy endpoint"},
		"the first flag of several":           {istioLine(503, "URX,UF", "upstream_reset_before_response_started{connection_failure}"), "Envoy 503 URX,UF: the connection to dock failed"},
		"RBAC has no flag":                    {istioLine(403, "-", "rbac_access_denied_matched_policy[ns[bay]-policy[deny]-rule[0]]"), "Envoy 403 rbac_access_denied_matched_policy[ns[bay]-policy[deny]-rule[0]]: an authorization policy denied the request"},
		"details that nobody knows yet":       {istioLine(503, "-", "strange_things"), "Envoy 503 strange_things: its reason is strange_things"},
		"the caller left":                     {istioLine(0, "DC", "downstream_remote_disconnect"), "Envoy 0 DC: the caller closed the connection before the response"},
		"Envoy, near miss: from upstream":     {istioLine(503, "-", "via_upstream"), ""},
		"Envoy, near miss: retries used up":   {istioLine(503, "URX", "via_upstream"), ""},
		"Envoy, near miss: delayed":           {istioLine(200, "DI", "via_upstream"), ""},
		"Envoy, near miss: a redirect":        {istioLine(301, "-", "direct_response"), ""},
		"Envoy, near miss: no details logged": {istioLine(503, "-", "-"), ""},
		"Envoy's own default":                 {`[2016-04-15T20:17:00.310Z] "GET /cups HTTP/2" 504 UT 154 0 226 100 "-" "nsq2http" "cc21d9b0" "locations" "10.0.2.1:80"`, "Envoy 504 UT: 10.0.2.1:80 did not answer within the timeout"},
		"Envoy as JSON":                       {`{"method":"GET","path":"/cups","response_code":403,"response_flags":"UAEX","response_code_details":"ext_authz_denied","duration":1}`, "Envoy 403 UAEX: the external authorization service refused the request"},
		"Traefik":                             {fmt.Sprintf(traefik, 502, 0), "Traefik 502 : the connection to tea-cups failed, or its answer was not HTTP"},
		"Traefik, near miss: from the origin": {fmt.Sprintf(traefik, 500, 500), ""},
		"nginx asked nobody":                  {fmt.Sprintf(nginx, 503, "- - - -"), "nginx 503 : no server of tea-cups was available"},
		"nginx could not connect":             {fmt.Sprintf(nginx, 502, "10.8.0.5:80 0 0.000 502"), "nginx 502 : the connection to tea-cups failed, or its answer was not HTTP"},
		"nginx waited too long":               {fmt.Sprintf(nginx, 504, "10.8.0.5:80 0 60.001 504"), "nginx 504 : tea-cups did not answer within the timeout"},
		"nginx's caller left":                 {fmt.Sprintf(nginx, 499, "10.8.0.5:80 0 1.000 -"), "nginx 499 : the caller closed the connection before the response"},
		"nginx, near miss: from upstream":     {fmt.Sprintf(nginx, 502, "10.8.0.5:80 312 0.010 502"), ""},
		"nginx, near miss: success":           {fmt.Sprintf(nginx, 200, "10.8.0.5:80 312 0.010 200"), ""},
		"nginx as JSON":                       {`{"request_method":"GET","request_uri":"/cups","status":504,"request_time":60.0,"upstream_status":"504","upstream_response_length":"0","upstream_addr":"10.8.0.5:80"}`, "nginx 504 : 10.8.0.5:80 did not answer within the timeout"},
		"HAProxy, refused":                    {fmt.Sprintf(haproxy, 503, "SC--"), "HAProxy 503 SC--: cups refused or closed the connection"},
		"HAProxy, too slow":                   {fmt.Sprintf(haproxy, 504, "sH--"), "HAProxy 504 sH--: cups did not answer within the timeout"},
		"HAProxy, near miss: from the server": {fmt.Sprintf(haproxy, 503, "----"), ""},
		"HAProxy, near miss: cut off later":   {fmt.Sprintf(haproxy, 503, "SD--"), ""},
		"HAProxy blocked the response":        {fmt.Sprintf(haproxy, 502, "PH--"), "HAProxy 502 PH--: the response of cups was invalid or blocked"},
		"HAProxy, near miss: a redirect":      {fmt.Sprintf(haproxy, 302, "LR--"), ""},
		"Caddy's error log":                   {`{"level":"error","logger":"http.log.error","msg":"dial tcp 10.8.0.5:80: connect: connection refused","request":{"method":"GET","uri":"/cups"},"duration":0.001,"status":502}`, "Caddy 502 : the connection to the upstream failed, or its answer was not HTTP; dial tcp 10.8.0.5:80: connect: connection refused"},
		"Caddy's access log":                  {`{"level":"error","logger":"http.log.access","msg":"handled request","request":{"method":"GET","uri":"/cups"},"duration":0.001,"status":502}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a, ok := Parse(tc.line)
			if !ok {
				t.Fatal("it is not read as an access line")
			}
			got := ""
			if answer, ok := a.Answer(); ok {
				got = fmt.Sprintf("%s %d %s: %s", answer.Proxy, answer.Status, answer.Code, answer.Cause)
				if answer.Failure != "" {
					got += "; " + answer.Failure
				}
			}
			if got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}
