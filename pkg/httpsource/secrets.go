package httpsource

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// harmless headers say nothing that must not be told; a server may quote them.
var harmless = []string{"Accept", "Accept-Encoding", "Content-Length", "Content-Type", "User-Agent", "X-Loki-Response-Encoding-Flags", "X-Scope-Orgid"}

// shortestSecret is how long a value must be to be one: shorter ones would blot
// out words.
const shortestSecret = 6

// withoutSecrets blots out what was sent in headers. Gateways and debug pages
// answer by what they were sent, and their words end up before users.
func withoutSecrets(text []byte, sent *http.Request) []byte {
	if sent == nil {
		return text
	}
	for name, values := range sent.Header {
		if slices.Contains(harmless, name) {
			continue
		}
		for _, value := range values {
			text = blot(text, value)
			_, credentials, _ := strings.Cut(value, " ") // after Basic or Bearer
			text = blot(text, credentials)
		}
	}
	if _, password, ok := sent.BasicAuth(); ok {
		text = blot(text, password)
	}
	return text
}

func blot(text []byte, secret string) []byte {
	if len(secret) < shortestSecret {
		return text
	}
	return bytes.ReplaceAll(text, []byte(secret), []byte("…"))
}
