package plugin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/net/http/httpguts"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// settings are the data source's jsonData; the names are a public contract that
// provisioning files rely on. Secrets are in secureJsonData alone.
type settings struct {
	Loki           serverSettings    `json:"loki"`           // how to reach Loki; required
	Tempo          serverSettings    `json:"tempo"`          // how to reach Tempo; required
	TraceIDRules   []extract.Rule    `json:"traceIdRules"`   // rules for trace IDs in a form of your own; common forms need none
	ServiceLabels  []string          `json:"serviceLabels"`  // labels that name a line's service, best first; the common ones when empty
	ServiceAliases map[string]string `json:"serviceAliases"` // maps a service's name as found to the name as meant
	LogScope       string            `json:"logScope"`       // stream selector in which all lines of a trace are searched; {service_name=~".+"} when empty
	Slack          *float64          `json:"slack"`          // seconds before and after a trace in which its lines are searched; 60
	Limits         journey.Limits    `json:"limits"`         // what one query may cost
	// QueryTimeout is the seconds that a whole query may take; 60. When they are
	// over, the answer has what is there by then, and says what is missing.
	QueryTimeout float64 `json:"queryTimeout"`
	// OAuthPassThru sends the OAuth token of the user who asks to Loki and Tempo,
	// where no credentials are set for them. Tempo is then searched over HTTP, not
	// gRPC, and alert rules, which have no user, cannot ask.
	OAuthPassThru bool `json:"oauthPassThru"`
	// KeepCookies are the names of cookies of the user who asks that go along to
	// Loki and Tempo. Tempo is then searched over HTTP, not gRPC.
	KeepCookies []string `json:"keepCookies"`

	badRules error // a sentence for each of the trace ID rules that cannot be used, and were taken out
}

// serverSettings say how to reach Loki or Tempo.
type serverSettings struct {
	URL           string   `json:"url"`           // base URL, http or https, without credentials; required
	Tenant        string   `json:"tenant"`        // sent as X-Scope-OrgID; a|b asks several
	BasicAuth     bool     `json:"basicAuth"`     // switches basic auth on; the password is a secret
	BasicAuthUser string   `json:"basicAuthUser"` // the user of basic auth
	Timeout       float64  `json:"timeout"`       // seconds that one request may take; 30
	TLSSkipVerify bool     `json:"tlsSkipVerify"` // trust any certificate
	ServerName    string   `json:"serverName"`    // the name that the certificate bears, where it is not the host
	Headers       []string `json:"headers"`       // names of further headers; their values are secrets
	DatasourceUID string   `json:"datasourceUid"` // UID of the core Loki or Tempo data source, for links into Explore
	Streaming     string   `json:"streaming"`     // Tempo only: auto searches over gRPC and falls back to HTTP, off uses HTTP alone; auto
	// UserHeader is the name of a header that bears the login of the user who
	// asks, for a gateway that knows their tenants; X-Scope-OrgID makes the login
	// the tenant, unless it holds a |, which would name several. Tempo is then searched over HTTP, not gRPC.
	UserHeader string `json:"userHeader"`

	secrets map[string]string // by name, without the "loki." or "tempo." before it
	forward forwarding
}

// streamingOff is the value of streaming that searches over HTTP alone.
const streamingOff = "off"

const (
	// defaultTimeout bounds one request to Loki or Tempo.
	defaultTimeout = 30 * time.Second
	// defaultQueryTimeout bounds a whole query: two requests that time out.
	defaultQueryTimeout = 60 * time.Second
	// Above these, what was entered is not in seconds.
	maxTimeout = time.Hour
	maxSlack   = 24 * time.Hour
)

// parseSettings reads and checks the settings. Errors are one sentence that
// names the setting. A trace ID rule that is wrong is no error: the others work
// without it.
func parseSettings(ds backend.DataSourceInstanceSettings) (settings, error) {
	s := settings{Limits: journey.DefaultLimits()}
	if len(ds.JSONData) > 0 {
		if err := json.Unmarshal(ds.JSONData, &s); err != nil {
			return s, fmt.Errorf("the data source's jsonData is not readable: %w", err)
		}
	}
	s.TraceIDRules, s.badRules = extract.Usable(s.TraceIDRules)
	s.Loki.secrets = secretsOf("loki.", ds.DecryptedSecureJSONData)
	s.Tempo.secrets = secretsOf("tempo.", ds.DecryptedSecureJSONData)
	forward := forwarding{oauth: s.OAuthPassThru, cookies: s.KeepCookies}
	s.Loki.forward, s.Tempo.forward = forward, forward
	return s, errors.Join(s.Loki.check("Loki"), s.Tempo.check("Tempo"), s.check())
}

func secretsOf(prefix string, all map[string]string) map[string]string {
	own := make(map[string]string)
	for name, value := range all {
		if short, ok := strings.CutPrefix(name, prefix); ok {
			own[short] = value
		}
	}
	return own
}

func (s settings) check() error {
	switch {
	case s.QueryTimeout < 0 || s.QueryTimeout > maxTimeout.Seconds():
		return errors.New("queryTimeout is out of range: enter the seconds that a whole query may take, at most 3600")
	case s.Slack == nil:
	case *s.Slack < 0:
		return errors.New("slack is negative: enter the seconds before and after a trace in which its lines are searched")
	case *s.Slack > maxSlack.Seconds():
		return errors.New("slack is more than a day: enter the seconds before and after a trace in which its lines are searched, at most 86400")
	}
	for name, value := range map[string]int{
		"journeys": s.Limits.Journeys, "searchLines": s.Limits.SearchLines, "lines": s.Limits.Lines,
		"slice": s.Limits.Slice, "answers": s.Limits.Answers, "nearby": s.Limits.Nearby,
	} {
		if value < 1 {
			return fmt.Errorf("limits.%s is %d: enter 1 or more", name, value)
		}
	}
	if s.Limits.Cache < 0 {
		return fmt.Errorf("limits.cache is %d: enter the megabytes of finished journeys to keep, or 0 for none", s.Limits.Cache)
	}
	return nil
}

// check wants an http(s) URL without credentials, which would show up in logs.
func (s serverSettings) check(server string) error {
	if s.URL == "" {
		return fmt.Errorf("%s has no URL: enter one such as http://%s:%s in the data source's settings", server, strings.ToLower(server), defaultPort[server])
	}
	u, err := url.Parse(s.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%s's URL is not an http or https address: enter one such as http://%s:%s", server, strings.ToLower(server), defaultPort[server])
	case u.User != nil:
		return fmt.Errorf("%s's URL holds credentials: enter them as basic auth instead", server)
	case s.UserHeader != "" && !isHeaderName(s.UserHeader):
		return fmt.Errorf("%s's userHeader is not the name of a header: enter one such as X-Grafana-User", server)
	case strings.EqualFold(s.UserHeader, tenantHeader) && s.Tenant != "":
		return fmt.Errorf("%s's tenant is fixed and also given by userHeader: keep one of them", server)
	case s.Timeout < 0:
		return fmt.Errorf("%s's timeout is negative: enter seconds", server)
	case s.Timeout > maxTimeout.Seconds():
		return fmt.Errorf("%s's timeout is more than an hour: enter seconds, at most 3600", server)
	case s.Streaming != "" && s.Streaming != "auto" && s.Streaming != streamingOff:
		return fmt.Errorf("%s's streaming is %q: enter auto or off", server, s.Streaming)
	}
	return nil
}

// isHeaderName leaves out what frames a request or would replace credentials.
func isHeaderName(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Accept", "Authorization", "Cookie":
		return false
	}
	return httpguts.ValidHeaderFieldName(name)
}

var defaultPort = map[string]string{"Loki": "3100", "Tempo": "3200"}

func (s serverSettings) timeout() time.Duration {
	if s.Timeout == 0 {
		return defaultTimeout
	}
	return seconds(s.Timeout)
}

func (s settings) queryTimeout() time.Duration {
	if s.QueryTimeout == 0 {
		return defaultQueryTimeout
	}
	return seconds(s.QueryTimeout)
}

func (s settings) slack() time.Duration {
	if s.Slack == nil {
		return journey.DefaultSlack
	}
	return seconds(*s.Slack)
}

// warning says what is wrong with the settings though the data source works; "" for
// nothing.
func (s settings) warning() string {
	if s.badRules == nil {
		return ""
	}
	return joined(s.badRules)
}

// overruleMetadata says that a rule may find another trace ID in a line than its
// metadata names.
func (s settings) overruleMetadata() bool {
	return slices.ContainsFunc(s.TraceIDRules, func(r extract.Rule) bool { return r.Overrules("trace_id") })
}

func (s settings) identity() semconv.Identity {
	return semconv.Identity{ServiceLabels: s.ServiceLabels, Aliases: s.ServiceAliases}
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
