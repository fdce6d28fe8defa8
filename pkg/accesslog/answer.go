package accesslog

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Answer says why the proxy that wrote the line made the response itself; ok is false
// when an upstream made it, or when the response is no failure.
func (a *Entry) Answer() (answer journey.ProxyAnswer, ok bool) {
	if a.Status != unknown && a.Status != 0 && a.Status < http.StatusBadRequest {
		return answer, false
	}
	var why reason
	switch {
	case a.flags != "" || a.details != "":
		answer.Proxy = "Envoy"
		why, answer.Code, ok = envoyReason(a.flags, a.details)
	case a.termination != "":
		answer.Proxy, answer.Code = "HAProxy", a.termination
		why, ok = haproxyReason(a.termination)
	case a.own != "":
		answer.Proxy, ok = a.own, true
		why = statusReason(a.Status)
	}
	if !ok || why.isCaller && a.Status > 0 && a.Status != statusClientClosed {
		return answer, false // a caller that left during the response did not cause its status
	}
	answer.Status, answer.Upstream, answer.Failure = max(0, a.Status), cmp.Or(a.Peer, a.upstream), a.failure
	fill(&answer, why)
	return answer, true
}

// FromFlags is the answer that Envoy's response flags on a span report.
func FromFlags(flags string, status int, upstream string) (answer journey.ProxyAnswer, ok bool) {
	a := Entry{Status: status, flags: noDash(flags), upstream: upstream}
	return a.Answer()
}

// FromLinkerd returns what l5d-proxy-error says about a response that Linkerd's proxy
// made itself.
func FromLinkerd(text string, status int, upstream string) journey.ProxyAnswer {
	answer := journey.ProxyAnswer{Proxy: "Linkerd", Status: max(0, status), Upstream: upstream, Failure: text}
	fill(&answer, linkerdReason(text))
	return answer
}

// envoyReason prefers the details, which name the reason where they are known. "-" for
// flags with other details than via_upstream occurs, e.g. for RBAC.
func envoyReason(flags, details string) (why reason, code string, ok bool) {
	if details == "via_upstream" {
		return why, "", false
	}
	code = cmp.Or(flags, details)
	if why, ok = flagReason(flags); ok {
		return why, code, true
	}
	if found, known := detailReason(details); known {
		return found, code, true
	}
	if details == "" {
		return why, code, false
	}
	return reason{cause: "its reason is " + details, check: "Look the reason up in Envoy's response code details."}, code, true
}

func statusReason(status int) reason {
	if why, known := statusReasons[status]; known {
		return why
	}
	return reason{cause: "no upstream answered", check: "Check the proxy's error log."}
}

func fill(answer *journey.ProxyAnswer, why reason) {
	upstream := cmp.Or(answer.Upstream, "the upstream")
	name := func(text string) string { return strings.ReplaceAll(text, "%s", upstream) }
	answer.Cause, answer.Check, answer.IstioCheck = name(why.cause), name(why.check), name(cmp.Or(why.istio, why.check))
}
