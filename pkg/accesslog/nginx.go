package accesslog

import "strings"

// Positions after the request line in ingress-nginx's default format
// (https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/):
// status bytes "referer" "agent" length time [upstream] [alternative] address length time status id.
const (
	nginxTime      = 5 // s
	nginxUpstream  = 6
	nginxAddress   = 8
	nginxLength    = 9 // of the upstream's answer
	nginxStatus    = 11
	nginxRequestID = 12
)

func (a *Entry) readNginx(w []string) {
	if a.Status == statusClientClosed && len(w) <= nginxRequestID {
		a.own = "nginx" // an upstream's own 499 would be in $upstream_status
	}
	if len(w) <= nginxTime {
		return
	}
	a.Duration = secondsOf(w[nginxTime])
	if len(w) > nginxRequestID {
		a.View = ViewClient
		a.RequestID = noDash(w[len(w)-1])
		a.Peer = ingressBackend(w[nginxUpstream])
		a.upstream = noDash(w[nginxAddress])
		a.readNginxUpstream(w[nginxStatus], w[nginxLength])
	}
}

// ingressBackend takes the service out of ingress-nginx's upstream names,
// "namespace-service-port", where the namespace may hold dashes, too: what is
// left of the port is compared by its end.
func ingressBackend(upstream string) string {
	if cut := strings.LastIndexByte(upstream, '-'); cut > 0 {
		return upstream[:cut]
	}
	return ""
}

// readNginxUpstream finds out whether nginx made the response itself: there is no
// upstream status, or it is nginx's own for an upstream that sent nothing
// (https://nginx.org/en/docs/http/ngx_http_upstream_module.html#var_upstream_status).
// Of several tries the last one counts.
func (a *Entry) readNginxUpstream(statuses, lengths string) {
	status, length := lastOf(statuses), lastOf(lengths)
	sentNothing := length == "0" || length == "-"
	if status == "-" || a.Status == statusClientClosed && status != "499" || sentNothing && (status == "502" || status == "504") {
		a.own = "nginx"
	}
}

// statusClientClosed is nginx's status for a caller that left.
const statusClientClosed = 499

// lastOf is the last of several values, which nginx joins by ", " and " : ".
func lastOf(values string) string {
	return values[strings.LastIndexAny(values, " ,:")+1:]
}
