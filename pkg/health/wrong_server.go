package health

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
	"github.com/requestjourney/requestjourney/pkg/settings"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// Loki and Tempo are sources whose Status also says who answers at a wrong address.
type (
	Loki struct {
		*loki.Source
		At Address
	}
	Tempo struct {
		*tempo.Source
		At Address
	}
)

// Status implements Server.
func (c Loki) Status(ctx context.Context) (string, error) {
	version, err := c.Source.Status(ctx)
	return version, c.At.explain(ctx, err)
}

// Status implements Server.
func (c Tempo) Status(ctx context.Context) (string, error) {
	version, err := c.Source.Status(ctx)
	return version, c.At.explain(ctx, err)
}

// Address is where the settings say that a server is.
type Address struct {
	Server string // "Loki" or "Tempo"
	URL    string
	Client *http.Client
}

// explain replaces the error of an address at which something else answers by a sentence
// that names it.
func (a Address) explain(ctx context.Context, err error) error {
	var fault *journey.SourceError
	if !errors.As(err, &fault) || fault.Kind != journey.ErrBadAnswer {
		return err
	}
	if sentence := a.wrongServer(ctx); sentence != "" {
		return journey.NewSourceError(a.Server, fault.Kind, fault.Status, err, "%s", sentence)
	}
	return err
}

// wrongServerTimeout bounds all requests together: an address that does not answer one may
// answer none.
const wrongServerTimeout = 10 * time.Second

// wrongServer is a sentence that says what to enter instead, "" if no known server answers.
// Users often copy the URL of an API, so the second attempt leaves the path out.
func (a Address) wrongServer(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, wrongServerTimeout)
	defer cancel()
	if who, version := a.ask(ctx, a.URL); who == a.Server {
		return fmt.Sprintf("%s %s at %s does not answer like current versions: %s", who, version, a.URL, upgrades[who])
	} else if who != "" {
		return fmt.Sprintf("The %s URL %s is that of %s: enter %s's own, such as http://%s:%s", a.Server, a.URL, who, a.Server, strings.ToLower(a.Server), settings.DefaultPort[a.Server])
	}
	if root := rootOf(a.URL); root != "" {
		if who, _ := a.ask(ctx, root); who == a.Server {
			return fmt.Sprintf("%s answers at %s, not below the path of its URL: remove the path", who, root)
		}
	}
	return ""
}

// upgrades are what to do about a server that has the right name but not our API.
var upgrades = map[string]string{
	"Loki":  "upgrade it to 3.0 or newer, and let no gateway change the Accept header or hide /loki/api/v1/labels",
	"Tempo": "upgrade it, and let no gateway hide /api/search",
}

// fingerprints are paths and fields that only the server of that name has.
var fingerprints = []struct{ server, path, field string }{
	{"Loki", "/loki/api/v1/status/buildinfo", "version"},
	{"Tempo", "/api/status/buildinfo", "version"},
	{"Grafana", "/api/health", "database"},
	{"Prometheus or Mimir", "/api/v1/status/buildinfo", "data"},
}

// ask tries the fingerprints at an address; who is "" if none matches.
func (a Address) ask(ctx context.Context, base string) (who, version string) {
	for _, sign := range fingerprints {
		if answer := a.get(ctx, strings.TrimRight(base, "/")+sign.path); answer[sign.field] != nil {
			version, _ := answer["version"].(string)
			return sign.server, cmp.Or(version, "of an unknown version")
		}
	}
	return "", ""
}

// maxFingerprintBytes is far more than any of these answers needs.
const maxFingerprintBytes = 64 << 10

// get reads a JSON object, nil if the address returns something else.
func (a Address) get(ctx context.Context, target string) (answer map[string]any) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, http.NoBody)
	if err != nil {
		return nil
	}
	res, err := a.Client.Do(req)
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
