package journey_test

import (
	"testing"

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
		if got := journey.LevelOf(&journey.Line{Body: body}); got != want {
			t.Errorf("LevelOf(%q) = %q, want %q", body, got, want)
		}
	}
	labelled := &journey.Line{Body: "level=info", Metadata: journey.Labels{{Name: "detected_level", Value: "error"}}}
	if got := journey.LevelOf(labelled); got != "error" {
		t.Errorf("metadata says error, got %q", got)
	}
}
