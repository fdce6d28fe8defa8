package faults

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/quick"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// owners are tenants with requests of their own; their names are logins, too.
var owners = []string{"ada", "bob", "cleo"}

// sendForOwners sends each owner a mesh of its own, and tells its trace IDs.
var sendForOwners = sync.OnceValues(func() (map[string][]string, error) {
	owned := make(map[string][]string)
	for i, owner := range owners {
		m := mesh.New(mesh.Options{Seed: 60 + uint64(i), Start: shared.at, Every: 5 * time.Second})
		requests := m.Requests(2)
		if err := shared.sendAs(shared.ctx, owner, requests); err != nil {
			return nil, err
		}
		for _, q := range requests {
			owned[owner] = append(owned[owner], q.TraceID.String())
		}
		slices.Sort(owned[owner])
	}
	return owned, nil
})

func ownedBy(t *testing.T) map[string][]string {
	t.Helper()
	owned, err := sendForOwners()
	if err != nil {
		t.Fatal(err)
	}
	return owned
}

// all asks for everything that a tenant holds.
var all = map[string]any{"queryType": "search", "logql": `{namespace="bookinfo"}`, "frames": []string{"journeys"}}

func found(t *testing.T, r *rig, source host.Source, caller host.Caller) []string {
	t.Helper()
	res, err := r.plugin.Query(t.Context(), source, caller, r.in, map[string]any{"A": all})
	if err != nil || res.Responses["A"].Error != nil {
		t.Errorf("%s: %v, %v", caller.Login, err, res)
		return nil
	}
	return traceIDs(res.Responses["A"].Frames)
}

func traceIDs(frames data.Frames) (ids []string) {
	for _, f := range frames {
		for _, row := range ask.Rows(f) {
			ids = append(ids, row.Text("traceID"))
		}
	}
	slices.Sort(ids)
	return ids
}

// TestTenants holds what each way to name tenants shows.
func TestTenants(t *testing.T) {
	r := newRig(t)
	owned := ownedBy(t)
	ada, both := owned["ada"], slices.Sorted(slices.Values(slices.Concat(owned["ada"], owned["bob"])))
	for name, tc := range map[string]struct {
		set    func(settings)
		caller host.Caller
		want   []string
	}{
		"fixed":                   {as("ada"), host.Caller{Login: "bob"}, ada},
		"federated":               {as("ada|bob"), host.Caller{Login: "cleo"}, both},
		"by the user's login":     {byLogin, host.Caller{Login: "ada"}, ada},
		"a header cannot name it": {as("ada"), host.Caller{Headers: map[string]string{"X-Scope-OrgID": "bob"}}, ada},
		"with no requests":        {as(emptyTenant), host.Caller{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			source, s := r.source()
			for _, server := range servers {
				tc.set(s.of(server))
			}
			if got := found(t, r, source, tc.caller); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func byLogin(s settings) {
	delete(s, "tenant")
	s["userHeader"] = "X-Scope-OrgID"
}

// TestHealthOfFederatedTenants wants the status of each tenant: one of many that
// is refused fails the queries of all.
func TestHealthOfFederatedTenants(t *testing.T) {
	r := newRig(t)
	source, s := r.source()
	refuseBob := func(w http.ResponseWriter, req *http.Request, next http.Handler) {
		if slices.Contains([]string{"bob", "ada|bob"}, req.Header.Get("X-Scope-OrgID")) {
			http.Error(w, "not yours", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, req)
	}
	s.of("Loki")["url"], s.of("Loki")["tenant"] = newLayer(t, r.servers.LokiURL, refuseBob), "ada|bob"
	health, err := r.plugin.Health(t.Context(), source, host.Caller{})
	if err != nil {
		t.Fatal(err)
	}
	var details struct {
		Loki struct {
			Tenants map[string]struct {
				OK      bool
				Message string
			}
		}
	}
	if err := json.Unmarshal(health.JsonDetails, &details); err != nil {
		t.Fatal(err)
	}
	if tenants := details.Loki.Tenants; !tenants["ada"].OK || tenants["bob"].OK || tenants["bob"].Message == "" {
		t.Errorf("got %s", health.JsonDetails)
	}
}

// TestAnswersNeverCrossIdentities has users ask the same at the same time, again
// and again, of one data source that makes their login the tenant: what is
// shared or kept must be their own.
func TestAnswersNeverCrossIdentities(t *testing.T) {
	r := newRig(t)
	owned := ownedBy(t)
	source, s := r.source()
	for _, server := range servers {
		byLogin(s.of(server))
	}
	property := func(askers [6]uint8) bool {
		var asking sync.WaitGroup
		for _, n := range askers {
			login := owners[int(n)%len(owners)]
			asking.Go(func() {
				if got := found(t, r, source, host.Caller{Login: login}); !slices.Equal(got, owned[login]) {
					t.Errorf("%s sees %v, and owns %v", login, got, owned[login])
				}
			})
		}
		asking.Wait()
		return !t.Failed()
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 6}); err != nil {
		t.Error(err)
	}
}
