package resources

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// asRole asks for resources as a user with the role.
func asRole(role string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(backend.WithUser(r.Context(), &backend.User{Role: role})))
	})
}

func TestSettingUpIsForEditors(t *testing.T) {
	reached := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }
	for role, want := range map[string]int{"Admin": 200, "Editor": 200, "Viewer": 403, "None": 403, "": 403} {
		answer := httptest.NewRecorder()
		asRole(role, forEditors(reached)).ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/setup", http.NoBody))
		if answer.Code != want {
			t.Errorf("%q: got %d, want %d", role, answer.Code, want)
		}
	}
	nobody := httptest.NewRecorder()
	forEditors(reached).ServeHTTP(nobody, httptest.NewRequest(http.MethodPost, "/setup", http.NoBody))
	if nobody.Code != http.StatusForbidden {
		t.Errorf("without a user: got %d", nobody.Code)
	}
}
