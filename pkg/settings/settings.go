// Package settings reads and checks a data source's settings, and makes the clients for
// Loki and Tempo of them. It decides which headers a server gets, those of the user who
// asks included.
package settings

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
	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Settings are the data source's jsonData. The names are a public contract: provisioning
// files use them. Secrets are only in secureJsonData.
type Settings struct {
	Loki           Server            `json:"loki"`           // how to reach Loki; required
	Tempo          Server            `json:"tempo"`          // how to reach Tempo; required
	TraceIDRules   []extract.Rule    `json:"traceIdRules"`   // rules for trace IDs in unusual forms; common forms need none
	ServiceLabels  []string          `json:"serviceLabels"`  // labels that name a line's service, best first; common ones if empty
	ServiceAliases map[string]string `json:"serviceAliases"` // maps a service's name as found to the name to show
	LogScope       string            `json:"logScope"`       // stream selector in which all lines of a trace are searched; {service_name=~".+"} if empty
	Slack          *float64          `json:"slack"`          // seconds before and after a trace in which its lines are searched; 60
	Limits         journey.Limits    `json:"limits"`         // what one query may cost
	// QueryTimeout is the seconds that a whole query may take; 60. After that, the answer has
	// what was found so far and says what is missing.
	QueryTimeout float64 `json:"queryTimeout"`
	// OAuthPassThru sends the OAuth token of the user who asks to Loki and Tempo, unless
	// credentials are set for them. Tempo is then searched over HTTP, not gRPC. Alert rules
	// have no user, so they get no answer.
	OAuthPassThru bool `json:"oauthPassThru"`
	// KeepCookies are the names of the user's cookies that are sent to Loki and Tempo. Tempo is
	// then searched over HTTP, not gRPC.
	KeepCookies []string `json:"keepCookies"`

	badRules error // a sentence for each trace ID rule that cannot be used and was removed
}

// Server say how to reach Loki or Tempo.
type Server struct {
	URL           string   `json:"url"`           // base URL, http or https, without credentials; required
	Tenant        string   `json:"tenant"`        // sent as X-Scope-OrgID; a|b queries both
	BasicAuth     bool     `json:"basicAuth"`     // switches basic auth on; the password is a secret
	BasicAuthUser string   `json:"basicAuthUser"` // the user of basic auth
	Timeout       float64  `json:"timeout"`       // seconds that one request may take; 30
	TLSSkipVerify bool     `json:"tlsSkipVerify"` // trust any certificate
	ServerName    string   `json:"serverName"`    // the name in the server's certificate, if it is not the host's
	Headers       []string `json:"headers"`       // names of additional headers; their values are secrets
	DatasourceUID string   `json:"datasourceUid"` // UID of the core Loki or Tempo data source, for links into Explore
	Streaming     string   `json:"streaming"`     // Tempo only: auto searches over gRPC and falls back to HTTP, off uses only HTTP; auto
	// UserHeader is the name of a header that gets the login of the user who asks, for a
	// gateway that knows each user's tenant. X-Scope-OrgID makes the login the tenant, unless
	// the login contains |, which would name several. Tempo is then searched over HTTP, not gRPC.
	UserHeader string `json:"userHeader"`

	secrets map[string]string // by name, without the "loki." or "tempo." before it
	forward forwarding
}

// StreamingOff is the value of streaming that uses only HTTP.
const StreamingOff = "off"

const (
	// defaultTimeout bounds one request to Loki or Tempo.
	defaultTimeout = 30 * time.Second
	// defaultQueryTimeout bounds a whole query: two requests that time out.
	defaultQueryTimeout = 60 * time.Second
	// Larger values were probably not entered in seconds.
	maxTimeout = time.Hour
	maxSlack   = 24 * time.Hour
)

// Parse reads and checks the settings. An error is one sentence that names the setting. A
// wrong trace ID rule is not an error, because the other rules work without it.
func Parse(ds backend.DataSourceInstanceSettings) (Settings, error) {
	s := Settings{Limits: journey.DefaultLimits()}
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

func (s Settings) check() error {
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
		"slice": s.Limits.Slice, "answers": s.Limits.Answers,
		"connections": s.Limits.Connections, "nearby": s.Limits.Nearby,
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

// check refuses, among others, a URL with credentials, because URLs appear in logs.
func (s Server) check(server string) error {
	if s.URL == "" {
		return fmt.Errorf("%s has no URL: enter one such as http://%s:%s in the data source's settings", server, strings.ToLower(server), DefaultPort[server])
	}
	u, err := url.Parse(s.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%s's URL is not an http or https address: enter one such as http://%s:%s", server, strings.ToLower(server), DefaultPort[server])
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
	case s.Streaming != "" && s.Streaming != "auto" && s.Streaming != StreamingOff:
		return fmt.Errorf("%s's streaming is %q: enter auto or off", server, s.Streaming)
	}
	return nil
}

// isHeaderName refuses headers that HTTP itself uses or that hold credentials.
func isHeaderName(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Accept", "Authorization", "Cookie":
		return false
	}
	return httpguts.ValidHeaderFieldName(name)
}

var DefaultPort = map[string]string{"Loki": "3100", "Tempo": "3200"}

func (s Server) timeout() time.Duration {
	if s.Timeout == 0 {
		return defaultTimeout
	}
	return seconds(s.Timeout)
}

// QueryTime is how long a whole query may take.
func (s Settings) QueryTime() time.Duration {
	if s.QueryTimeout == 0 {
		return defaultQueryTimeout
	}
	return seconds(s.QueryTimeout)
}

// SlackTime is how long before and after a trace its lines are searched.
func (s Settings) SlackTime() time.Duration {
	if s.Slack == nil {
		return journey.DefaultSlack
	}
	return seconds(*s.Slack)
}

// Warning says what is wrong with settings with which the data source still works, "" if
// nothing is.
func (s Settings) Warning() string {
	if s.badRules == nil {
		return ""
	}
	return failure.Joined(s.badRules)
}

// OverruleMetadata reports whether a rule may find another trace ID in a line than the
// line's metadata has.
func (s Settings) OverruleMetadata() bool {
	return slices.ContainsFunc(s.TraceIDRules, func(r extract.Rule) bool { return r.Overrules("trace_id") })
}

// Identity says how services are named.
func (s Settings) Identity() semconv.Identity {
	return semconv.Identity{ServiceLabels: s.ServiceLabels, Aliases: s.ServiceAliases}
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
