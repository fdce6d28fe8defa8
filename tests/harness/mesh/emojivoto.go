package mesh

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// emojivoto is Linkerd's sample application behind Traefik:
//
//	traefik → web-svc → emoji-svc
//	                  → voting-svc
//
// Two Traefiks serve it, one of each version.
type emojivoto struct{ older, newer, web, emoji, voting *workload }

const (
	findByShortcode = "/emojivoto.v1.EmojiService/FindByShortcode"
	vote            = "/emojivoto.v1.VotingService/VoteDoughnut"
)

func newEmojivoto(namespace string, rand *rand.Rand) *scripted {
	gateway := func(version string, number int) *workload {
		w := workloadIn("traefik", "traefik", version, number, rand)
		w.helm, w.port = true, 8000
		return w
	}
	at := func(service string, number int, writes func(note, *exchange, traceContext) writtenLine) *workload {
		w := workloadIn(namespace, service, "v11", number, rand)
		w.app, w.port = agent{language: "go", client: "grpc-go/1.60.1", writes: writes}, 8080
		return w
	}
	v := &emojivoto{
		older: gateway(traefikB3, 1), newer: gateway(traefikW3C, 2),
		web: at("web-svc", 3, zap), emoji: at("emoji-svc", 4, logrus), voting: at("voting-svc", 5, printf),
	}
	return &scripted{gateways: []*workload{v.older, v.newer}, first: v.web, authority: "emojivoto.example.com", scripts: v.scripts()}
}

func (v *emojivoto) scripts() []script {
	at := func(code journey.FindingCode, w *workload) []Finding { return []Finding{{code, w.service}} }
	voted := calls(v.voting, vote, does(takes(time.Millisecond, 4*time.Millisecond), says("info", "voted for :doughnut:")))
	fails := calls(v.voting, vote, does(answers(http.StatusInternalServerError, "ERROR: cannot vote for :doughnut:")))
	isVote := func(s *span) bool {
		return s.by == v.web && !s.proxy && s.kind == journey.KindClient && "/"+s.name == vote
	}
	unsampled := v.vote("not sampled", []Finding{{journey.FindingSampledOut, ""}}, voted).with(mishap{unsampled: true})
	unsampled.gateway = v.older // the newer one's lines have no flags
	return []script{
		v.vote("normal", nil, voted),
		v.vote("failed", at(journey.FindingErrorOrigin, v.voting), fails, passesOn(http.StatusInternalServerError, "rpc error: code = Unknown")),
		v.vote("survived", at(journey.FindingErrorOrigin, v.voting), fails, says("warn", "the vote does not count")),
		v.vote("an emoji at a time", at(journey.FindingRepeatedCalls, v.web), times(6, func(int) part { return v.find() })),
		v.vote("few emoji", nil, times(3, func(int) part { return v.find() })),
		v.vote("emoji at once", nil, atOnce(v.find(), v.find(), v.find())),
		v.vote("shown", nil, says("info", "leaderboard served")),
		v.vote("retried", at(journey.FindingRetry, v.web), fails, voted),
		v.vote("slow", at(journey.FindingSlowHop, v.voting), calls(v.voting, vote, does(takes(900*time.Millisecond, 2*time.Second), says("warn", "store is locked")))),
		v.vote("voting sends no spans", at(journey.FindingPropagationBroken, v.voting), voted).with(mishap{unsent: func(s *span) bool { return s.by == v.voting }}),
		v.vote("a span is lost", at(journey.FindingPropagationBroken, v.web), voted).with(mishap{unsent: isVote}),
		v.vote("a line comes late", at(journey.FindingLinesOutside, v.web), voted, saysLater("info", "leaderboard refreshed", 3*time.Second)),
		v.vote("a line comes a little late", nil, voted, saysLater("info", "leaderboard refreshed", 300*time.Millisecond)),
		v.vote("a line without a span comes late", at(journey.FindingLinesOutside, v.voting),
			calls(v.voting, vote, does(saysLater("info", "votes written to disk", 3*time.Second)))),
		v.vote("a clock is off", at(journey.FindingClockSkew, v.voting), voted).with(mishap{skewed: v.voting.node, skew: -400 * time.Millisecond}),
		unsampled,
		v.vote("no collector", []Finding{{journey.FindingTraceNotFound, ""}}, voted).with(mishap{unsent: all}),
	}
}

// vote is a vote with these parts in web.
func (v *emojivoto) vote(scenario Scenario, findings []Finding, parts ...part) script {
	parts = append([]part{v.find()}, parts...)
	return script{
		scenario: scenario, path: "/api/vote?choice=:doughnut:", findings: findings,
		serve: does(append(parts, says("info", "GET /api/vote served"))...),
	}
}

func (v *emojivoto) find() part {
	return calls(v.emoji, findByShortcode, does(says("debug", "found :doughnut:")))
}

// zap is JSON with the SDK's context.
func zap(n note, _ *exchange, tc traceContext) writtenLine {
	body, err := json.Marshal(struct {
		Level   string  `json:"level"`
		Time    float64 `json:"ts"`
		Caller  string  `json:"caller"`
		Message string  `json:"msg"`
		TraceID string  `json:"traceID"`
		SpanID  string  `json:"spanID"`
	}{n.level, float64(n.at.UnixMicro()) / 1e6, "web/web.go:211", n.message, tc.traceID.String(), tc.spanID.String()})
	if err != nil {
		panic(err) // strings and a number alone
	}
	return writtenLine{body: string(body), namesTrace: true, namesSpan: true}
}

// logrus is logfmt with the SDK's context.
func logrus(n note, _ *exchange, tc traceContext) writtenLine {
	body := fmt.Sprintf(`time=%q level=%s msg=%q span_id=%s trace_id=%s`, n.at.Format(time.RFC3339), n.level, n.message, tc.spanID, tc.traceID)
	return writtenLine{body: body, namesTrace: true, namesSpan: true}
}

// printf is Go's log package with the trace ID as the headers had it.
func printf(n note, _ *exchange, tc traceContext) writtenLine {
	body := fmt.Sprintf("%s %s traceId=%s %s", n.at.Format("2006/01/02 15:04:05"), strings.ToUpper(n.level), tc.sent, n.message)
	return writtenLine{body: body, namesTrace: true}
}
