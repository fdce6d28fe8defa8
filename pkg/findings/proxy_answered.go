package findings

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// ownAnswer is a response that a proxy made itself.
type ownAnswer struct {
	node      string
	span      *journey.Span // of the proxy; nil when only the line is there
	isSidecar bool
	answer    *journey.ProxyAnswer
}

// ownAnswers reads access lines, which say most. Of spans without one it reads the
// response flags.
func (s Request) ownAnswers() (all []ownAnswer) {
	known := make(map[*journey.Span]bool)
	for _, l := range s.Journey.Lines {
		if l.Answer != nil {
			known[l.Span] = true
			all = append(all, ownAnswer{l.Node, l.Span, isSidecarLine(l), l.Answer})
		}
	}
	for _, span := range s.Spans {
		flags := semconv.ResponseFlags(span)
		if flags == "" || known[span] {
			continue
		}
		if answer, ok := accesslog.FromFlags(flags, semconv.HTTPCode(span), calledService(span)); ok && !s.passedOn(span) {
			all = append(all, ownAnswer{span.Node, span, isSidecar(span), &answer})
		}
	}
	return all
}

// proxyAnswers are the responses that proxies made themselves. What failed is between
// a proxy and its upstream, or in its own rules. Attempts that ended alike count once.
func proxyAnswers(s Request) (fs []journey.Finding) {
	type kind struct{ node, code, cause string }
	known := make(map[kind]bool)
	for _, own := range s.own {
		if k := (kind{own.node, own.answer.Code, own.answer.Cause}); !known[k] {
			known[k] = true
			fs = append(fs, s.proxyAnswered(own))
		}
	}
	return fs
}

// wasNotReached says that a proxy answered in place of the callee.
func (s Request) wasNotReached(c *journey.Call) bool {
	return slices.ContainsFunc(s.own, func(own ownAnswer) bool { return own.span != nil && slices.Contains(c.Spans(), own.span) })
}

// calledService is the short name of the service that a proxy called, "" for none.
func calledService(span *journey.Span) string {
	peer, _ := semconv.PeerOf(span)
	if name, _, isCluster := strings.Cut(peer.Name, ".svc"); isCluster {
		name, _, _ = strings.Cut(name, ".")
		return name
	}
	return peer.Name
}

// passedOn says that a proxy's span repeats what another proxy below it answered.
func (s Request) passedOn(span *journey.Span) bool {
	return slices.ContainsFunc(s.Spans, func(c *journey.Span) bool {
		return c.Parent == span && semconv.HTTPCode(c) == semconv.HTTPCode(span)
	})
}

func (s Request) proxyAnswered(own ownAnswer) journey.Finding {
	answer, who := own.answer, own.node
	if own.isSidecar {
		who += "'s sidecar"
	}
	did := fmt.Sprintf("answered %d by itself", answer.Status)
	if answer.Status == 0 || answer.Status == clientClosed {
		did = "did not answer"
	}
	f := journey.Finding{
		Severity: journey.SeverityWarning, Code: journey.FindingProxyAnswered, Node: own.node,
		Message:  fmt.Sprintf("%s %s: %s%s.", who, did, answer.Cause, inBrackets(answer.Code)),
		Advice:   s.checkFor(answer),
		Evidence: evidenceOf(answer),
	}
	if own.span != nil {
		f.SpanID = own.span.SpanID
	}
	if answer.Status >= http.StatusInternalServerError {
		f.Severity = journey.SeverityError
	}
	return f
}

// checkFor fits the mesh that the request went through.
func (s Request) checkFor(answer *journey.ProxyAnswer) string {
	if answer.Proxy == "Envoy" && slices.ContainsFunc(s.Spans, semconv.IsIstio) {
		return answer.IstioCheck
	}
	return answer.Check
}

func inBrackets(code string) string {
	if code == "" {
		return ""
	}
	return " (" + code + ")"
}

func evidenceOf(answer *journey.ProxyAnswer) (evidence journey.Attributes) {
	for _, a := range []journey.Attribute{
		{Key: "proxy", Value: answer.Proxy}, {Key: "status", Value: int64(answer.Status)}, {Key: "code", Value: answer.Code},
		{Key: "upstream", Value: answer.Upstream}, {Key: "failure", Value: answer.Failure},
	} {
		if a.Value != "" {
			evidence = append(evidence, a)
		}
	}
	return evidence
}

// isSidecarLine says that a proxy beside an application wrote the line.
func isSidecarLine(l *journey.PlacedLine) bool {
	if l.Span != nil && semconv.IsProxy(l.Span) {
		return isSidecar(l.Span)
	}
	container := l.Labels.Get("container", "container_name", "k8s_container_name")
	return strings.HasSuffix(container, "-proxy") && !strings.Contains(l.Node, "gateway") && !strings.Contains(l.Node, "waypoint")
}

func isSidecar(span *journey.Span) bool {
	return semconv.IsProxy(span) && !semconv.IsGateway(span) && !semconv.IsWaypoint(span)
}
