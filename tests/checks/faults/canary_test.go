package faults

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// canary is in every secret; nothing that the plugin says may hold it, nor what
// basic authentication makes of it.
const canary = "canary-7f3a"

var canaries = []string{canary, base64.StdEncoding.EncodeToString([]byte("reader:" + canary + "-password"))}

// telltale is a server that answers by all that it was sent, with a status.
func telltale(status int) meddler {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		w.WriteHeader(status)
		for name, values := range r.Header {
			fmt.Fprintf(w, "%s: %s; ", name, values)
		}
	}
}

// TestNothingTellsASecret plants a canary in every secret and header, and looks
// for it in every answer, frame, error, metric and log line.
func TestNothingTellsASecret(t *testing.T) {
	r := newRig(t)
	var followed atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Add(1) }))
	t.Cleanup(elsewhere.Close)
	for name, meddle := range map[string]meddler{
		"healthy":             pass,
		"redirected":          status(http.StatusFound, "", "Location", elsewhere.URL),
		"redirected, kept":    status(http.StatusTemporaryRedirect, "", "Location", elsewhere.URL),
		"echoed, bad request": telltale(http.StatusBadRequest),
		"echoed, refused":     telltale(http.StatusUnauthorized),
		"echoed, failed":      telltale(http.StatusInternalServerError),
		"echoed, odd":         telltale(http.StatusTeapot),
		"echoed, no type":     telltale(http.StatusOK),
	} {
		t.Run(name, func(t *testing.T) {
			for _, auth := range []string{"basicAuthPassword", "bearerToken"} {
				r.lookForCanary(t, r.canarySource(t, meddle, auth))
			}
		})
	}
	if n := followed.Load(); n > 0 {
		t.Errorf("%d requests followed a redirect to another host, headers and all", n)
	}
}

// canarySource has a canary in all secrets, and both servers behind a meddler.
func (r *rig) canarySource(t *testing.T, meddle meddler, auth string) host.Source {
	source, s := r.source()
	s["oauthPassThru"], s["keepCookies"] = true, []string{"sso"}
	for prefix, server := range map[string]string{"loki.": "Loki", "tempo.": "Tempo"} {
		of := s.of(server)
		of["url"], of["headers"] = newLayer(t, r.url(server), meddle), []string{"X-Team-Token"}
		of["basicAuth"], of["basicAuthUser"] = auth == "basicAuthPassword", "reader"
		source.Secrets[prefix+auth] = canary + "-password"
		source.Secrets[prefix+"header.X-Team-Token"] = canary + "-header"
	}
	return source
}

// canaryCaller brings all that Grafana may hand on of a user.
var canaryCaller = host.Caller{Login: "ada", Headers: map[string]string{
	"Authorization": "Bearer " + canary + "-oauth",
	"X-Id-Token":    canary + "-id",
	"X-Grafana-Id":  canary + "-grafana",
	"Cookie":        "sso=" + canary + "-cookie",
}}

func (r *rig) lookForCanary(t *testing.T, source host.Source) {
	t.Helper()
	sees := func(where string, what any) {
		t.Helper()
		text := fmt.Sprint(what)
		for _, c := range canaries {
			if i := strings.Index(text, c); i >= 0 {
				t.Errorf("%s: …%s…", where, text[max(0, i-150):min(len(text), i+60)])
			}
		}
	}
	for _, server := range servers {
		for question, asked := range r.questions(server) {
			delete(asked.(map[string]any), "frames") // all of them
			res, err := r.plugin.Query(t.Context(), source, canaryCaller, r.in, map[string]any{"A": asked})
			sees(question, err)
			raw, err := json.Marshal(res)
			sees(question, fmt.Sprint(string(raw), err))
		}
	}
	health, err := r.plugin.Health(t.Context(), source, canaryCaller)
	sees("health", fmt.Sprint(health, err))
	for _, path := range []string{"services", "namespaces", "operations", "loki/labels", "loki/label-values?label=namespace", "tempo/tags", "nothing"} {
		_, body, err := r.plugin.Resource(t.Context(), source, canaryCaller, http.MethodGet, path, nil)
		sees(path, fmt.Sprint(string(body), err))
	}
	_, body, err := r.plugin.Resource(t.Context(), source, canaryCaller, http.MethodPost, "setup", []byte("{}"))
	sees("setup", fmt.Sprint(string(body), err))
	metrics, err := r.plugin.Metrics(t.Context())
	sees("metrics", fmt.Sprint(string(metrics), err))
	sees("the log", r.logs.String())
}

// TestWrongSecretsAreNotTold holds the same of settings that do not work.
func TestWrongSecretsAreNotTold(t *testing.T) {
	r := newRig(t)
	for name, set := range map[string]func(host.Source, settings){
		"CA certificate": func(s host.Source, _ settings) { s.Secrets["loki.tlsCACert"] = canary },
		"client certificate": func(s host.Source, _ settings) {
			s.Secrets["tempo.tlsClientCert"], s.Secrets["tempo.tlsClientKey"] = canary, canary
		},
		"a URL with password": func(_ host.Source, s settings) { s.of("Loki")["url"] = "http://reader:" + canary + "@127.0.0.1:1" },
		"a URL that is none":  func(_ host.Source, s settings) { s.of("Tempo")["url"] = "http://reader:" + canary + "@[::1" },
		"a header's value": func(s host.Source, o settings) {
			o.of("Loki")["headers"] = []string{"X-A"}
			s.Secrets["loki.header.X-A"] = canary + "\r\nX-B: 1"
		},
		"a token": func(s host.Source, _ settings) { s.Secrets["loki.bearerToken"] = canary + "\n" },
	} {
		t.Run(name, func(t *testing.T) {
			source, s := r.source()
			set(source, s)
			r.lookForCanary(t, source)
		})
	}
}
