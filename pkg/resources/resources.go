// Package resources answers what editors, pages and variables ask beside queries: names
// to choose from, the setup check, and a trial of trace ID rules.
package resources

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/setup"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// Resources are those of one data source.
type Resources struct {
	Loki     *loki.Source
	Tempo    *tempo.Source
	Identity semconv.Identity
	Checker  setup.Checker
}

// Handler serves the resources below /api/datasources/uid/<uid>/resources.
func (rs *Resources) Handler() http.Handler {
	mux := http.NewServeMux()
	rs.catalogRoutes(mux)
	rs.setupRoutes(mux)
	mux.Handle("POST /try-rules", forEditors(rs.tryRules))
	return mux
}

// forEditors refuses viewers what belongs to setting up a data source, because it queries
// the servers a lot or runs patterns that the request brings. Grafana itself decides who may
// save settings and query at all.
func forEditors(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user := backend.UserFromContext(r.Context())
		if user == nil || user.Role != "Editor" && user.Role != "Admin" {
			writeJSON(w, http.StatusForbidden, Problem{"Only editors and admins of the organization may do this. Ask one of them."})
			return
		}
		next(w, r)
	})
}

// Problem is the body of an error: one sentence, in the field that Grafana's own API uses.
type Problem struct {
	Message string `json:"message"`
}

// mostBody is far more than derived fields or pasted lines need.
const mostBody = 1 << 20

// readJSON reads a request's body, which may be empty. Its error is one sentence.
func readJSON(w http.ResponseWriter, r *http.Request, into any) error {
	if r.Body == nil { // Grafana sends an empty body as none
		return nil
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody)).Decode(into)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("the body is not valid JSON: %w", err)
	}
	return nil
}

// writeJSON answers with status and body.
func writeJSON(w http.ResponseWriter, status int, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		backend.Logger.Error("encoding a resource failed", "error", err)
		status, raw = http.StatusInternalServerError, []byte(`{"message":"The answer could not be encoded."}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // the client may have left
}

// writeError answers with one sentence and the same status that a query would get.
func writeError(w http.ResponseWriter, r *http.Request, err error) {
	var source *journey.SourceError
	if errors.As(err, &source) && source.Kind == journey.ErrUnauthorized {
		// Grafana logs its user out on 401: this is about the data source's credentials.
		writeJSON(w, http.StatusBadGateway, Problem{failure.Joined(err)})
		return
	}
	answer := failure.Failed(r.Context(), err)
	writeJSON(w, int(answer.Status), Problem{answer.Error.Error()})
}
