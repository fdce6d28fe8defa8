package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// checkedLoki and checkedTempo say of themselves what others do, and of a wrong
// address also who answers there.
type (
	checkedLoki struct {
		*loki.Source
		at address
	}
	checkedTempo struct {
		*tempo.Source
		at address
	}
)

// Status implements server.
func (c checkedLoki) Status(ctx context.Context) (string, error) {
	version, err := c.Source.Status(ctx)
	return version, c.at.explain(ctx, err)
}

// Status implements server.
func (c checkedTempo) Status(ctx context.Context) (string, error) {
	version, err := c.Source.Status(ctx)
	return version, c.at.explain(ctx, err)
}

// address is where the settings say that a server is.
type address struct {
	server string // "Loki" or "Tempo"
	url    string
	client *http.Client
}

// explain replaces the failure of an address that answers, but not as its
// server does, by who it is that answers there.
func (a address) explain(ctx context.Context, err error) error {
	var fault *journey.SourceError
	if !errors.As(err, &fault) || fault.Kind != journey.ErrBadAnswer {
		return err
	}
	if sentence := a.wrongServer(ctx); sentence != "" {
		return journey.NewSourceError(a.server, fault.Kind, fault.Status, err, "%s", sentence)
	}
	return err
}

// wrongServerTimeout bounds all that is asked to find out who answers: what says nothing
// to one question may say nothing to all.
const wrongServerTimeout = 10 * time.Second

// wrongServer is a sentence with the way out, "" when nobody known answers.
// People copy the addresses of APIs, so the path is left out the second time.
func (a address) wrongServer(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, wrongServerTimeout)
	defer cancel()
	if who, version := a.ask(ctx, a.url); who == a.server {
		return fmt.Sprintf("%s %s at %s does not answer as current versions do: %s", who, version, a.url, upgrades[who])
	} else if who != "" {
		return fmt.Sprintf("The %s URL %s is that of %s: enter %s's own, such as http://%s:%s", a.server, a.url, who, a.server, strings.ToLower(a.server), defaultPort[a.server])
	}
	if root := rootOf(a.url); root != "" {
		if who, _ := a.ask(ctx, root); who == a.server {
			return fmt.Sprintf("%s answers at %s, not below the path of its URL: remove the path", who, root)
		}
	}
	return ""
}

// upgrades are what a server needs that knows its own name but not our requests.
var upgrades = map[string]string{
	"Loki":  "upgrade it to 3.0 or newer, and let no gateway change the Accept header or hide /loki/api/v1/labels",
	"Tempo": "upgrade it, and let no gateway hide /api/search",
}

// fingerprints are what only the server of that name answers.
var fingerprints = []struct{ server, path, field string }{
	{"Loki", "/loki/api/v1/status/buildinfo", "version"},
	{"Tempo", "/api/status/buildinfo", "version"},
	{"Grafana", "/api/health", "database"},
	{"Prometheus or Mimir", "/api/v1/status/buildinfo", "data"},
}

// ask tries the signs at an address; who is "" when none fits.
func (a address) ask(ctx context.Context, base string) (who, version string) {
	for _, sign := range fingerprints {
		if answer := a.get(ctx, strings.TrimRight(base, "/")+sign.path); answer[sign.field] != nil {
			version, _ := answer["version"].(string)
			return sign.server, cmp.Or(version, "of an unknown version")
		}
	}
	return "", ""
}

// maxFingerprintBytes is far more than any of the signs needs.
const maxFingerprintBytes = 64 << 10

// get reads an object of JSON; nil when that is not what is there.
func (a address) get(ctx context.Context, target string) (answer map[string]any) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, http.NoBody)
	if err != nil {
		return nil
	}
	res, err := a.client.Do(req)
	if err != nil {
		return nil
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK || json.NewDecoder(io.LimitReader(res.Body, maxFingerprintBytes)).Decode(&answer) != nil {
		return nil
	}
	return answer
}

// rootOf is the address without its path, "" when it has none.
func rootOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
