package httpsource

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// harmless headers hold no secret; a server may quote them.
var harmless = []string{"Accept", "Accept-Encoding", "Content-Length", "Content-Type", "User-Agent", "X-Loki-Response-Encoding-Flags", "X-Scope-Orgid"}

// shortestSecret is how long a value must be to be one: shorter ones would blot
// out words.
const shortestSecret = 6

// headersOf are those that an answer's request was sent with.
func headersOf(res *http.Response) http.Header {
	if res.Request == nil {
		return nil
	}
	return res.Request.Header
}

// WithoutSecrets blots out what was sent in headers. Gateways and debug pages
// answer by what they were sent, and their words end up before users.
func WithoutSecrets(text string, sent http.Header) string {
	var secrets []string
	for name, values := range sent {
		if slices.Contains(harmless, http.CanonicalHeaderKey(name)) {
			continue
		}
		for _, value := range values {
			secrets = append(secrets, secretsIn(value)...)
		}
	}
	// The longest first: a shorter one may be a part of it.
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}

// secretsIn are a header's value, and each part of it that is a secret by
// itself: what comes after Basic or Bearer, a password, a cookie's value.
func secretsIn(value string) []string {
	_, credentials, _ := strings.Cut(value, " ")
	secrets := []string{value, credentials}
	if _, password, ok := (&http.Request{Header: http.Header{"Authorization": {value}}}).BasicAuth(); ok {
		secrets = append(secrets, password)
	}
	cookies, _ := http.ParseCookie(value) // most values are none
	for _, cookie := range cookies {
		secrets = append(secrets, cookie.Value)
	}
	return secrets
}

// address is a host, or the port at one: of URLs, of what dials and looks up,
// and wherever it has a port or is an IP.
var address = regexp.MustCompile(`//[^/\s"'”]+|\blookup \S+|\[[0-9a-fA-F:.%]+\](:\d+)?|\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b|\b[A-Za-z][\w.-]*:\d{2,5}\b`)

// withoutAddresses blots out hosts: a server names those that it is made of, and
// a proxy's is behind the address that the settings give.
func withoutAddresses(text string) string { return address.ReplaceAllString(text, "…") }
