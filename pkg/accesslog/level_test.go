package accesslog_test

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestLevelOf(t *testing.T) {
	for body, want := range map[string]string{
		`level=warn msg="slow"`:                                                    "warn",
		`{"time":"…","level":"ERROR","message":"x"}`:                               "error",
		`2026-03-11 09:14:02 INFO [app] started`:                                   "info",
		`[2020-11-25T21:26:18.409Z] "GET /status/418 HTTP/1.1" 418 - via_upstream`: "warn",
		`[2020-11-25T21:26:18.409Z] "GET / HTTP/2" 503 UF upstream_reset`:          "error",
		`10.0.0.1 - - [x] "GET / HTTP/1.1" 200 12`:                                 "info",
		`An Error of judgement`:                                                    "",
		`error=nil msg="all fine"`:                                                 "",
		`{"msg":"ok","error":null}`:                                                "",
		`finished without error`:                                                   "",
		`loaded 3 alert rules`:                                                     "",
		`[error] no space`:                                                         "error",
		`{"severity":"warning"}`:                                                   "warn",
		`plain words`:                                                              "",
		``:                                                                         "",
	} {
		if got := accesslog.LevelOf(&journey.Line{Body: body}); got != want {
			t.Errorf("LevelOf(%q) = %q, want %q", body, got, want)
		}
	}
	for _, tc := range []struct {
		line journey.Line
		want string
	}{
		{journey.Line{Body: "rope is cut", Parsed: journey.Labels{{Name: "level", Value: "error"}}}, "error"},
		{journey.Line{Body: "rope is cut", Parsed: journey.Labels{{Name: "log_level", Value: "WARN"}}}, "warn"},
		{journey.Line{Body: "-", Parsed: journey.Labels{{Name: "level", Value: `"error"`}}}, "error"},
		{journey.Line{Body: "INFO rope", Parsed: journey.Labels{{Name: "level", Value: "loud"}}}, "info"},
		{journey.Line{Labels: journey.Labels{{Name: "level", Value: "prod"}}, Parsed: journey.Labels{{Name: "level_extracted", Value: "error"}}}, "error"},
		{journey.Line{Metadata: journey.Labels{{Name: "detected_level", Value: "warn"}}, Parsed: journey.Labels{{Name: "level", Value: "error"}}}, "error"},
	} {
		if got := accesslog.LevelOf(&tc.line); got != tc.want {
			t.Errorf("LevelOf(%+v) = %q, want %q", tc.line, got, tc.want)
		}
	}
	labelled := &journey.Line{Body: "level=info", Metadata: journey.Labels{{Name: "detected_level", Value: "error"}}}
	if got := accesslog.LevelOf(labelled); got != "error" {
		t.Errorf("metadata says error, got %q", got)
	}
}

// The numbers are pino's (https://getpino.io/#/docs/api?id=logger-level) and
// bunyan's; a proxy's level says nothing of the call.
func TestLevelOfOthers(t *testing.T) {
	guessed := journey.Labels{{Name: "detected_level", Value: "info"}}
	for body, want := range map[string]string{
		`{"level":10,"time":1700000000000,"msg":"x"}`:                                                    "debug",
		`{"level":20,"time":1700000000000,"msg":"x"}`:                                                    "debug",
		`{"level":30,"time":1700000000000,"msg":"an ERROR of theirs"}`:                                   "info",
		`{"level":40,"time":1700000000000,"msg":"x"}`:                                                    "warn",
		`{"level": 50, "time":1700000000000,"msg":"x"}`:                                                  "error",
		`{"name":"shop","hostname":"h","pid":7,"level":60,"msg":"x","v":0}`:                              "error",
		`{"log":"{\"level\":50,\"msg\":\"x\"}\n","stream":"stdout"}`:                                     "error",
		`{"level":300,"msg":"x"}`:                                                                        "info",
		`{"levels":50,"msg":"x"}`:                                                                        "info",
		`{"level":"info","DownstreamStatus":502,"RequestMethod":"GET","RequestPath":"/"}`:                "error",
		`{"level":"info","DownstreamStatus":404,"RequestMethod":"GET","RequestPath":"/"}`:                "info",
		`{"level":"info","method":"GET","path":"/","status":502,"msg":"supplier said no, asking again"}`: "info",
		`{"level":"info","status":502,"msg":"supplier said no"}`:                                         "info",
		`[2020-11-25T21:26:18.409Z] "GET / HTTP/1.1" 503 UF upstream_reset`:                              "error",
		`DEBUG urllib3.connectionpool: http://stock:80 "GET /items HTTP/1.1" 503 0`:                      "info", // Loki's guess, as for any line
	} {
		if got := accesslog.LevelOf(&journey.Line{Body: body, Metadata: guessed}); got != want {
			t.Errorf("LevelOf(%s) = %q, want %q", body, got, want)
		}
	}
	parsed := &journey.Line{Body: "x", Labels: journey.Labels{{Name: "level", Value: "50"}}}
	if got := accesslog.LevelOf(parsed); got != "error" {
		t.Errorf("a label says 50, got %q", got)
	}
}
