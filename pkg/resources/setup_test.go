package resources

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/setup"
)

// TestSetupStreamsEachCheck reads the answer line by line, as a browser does.
// There is no server at the addresses, which is what the checks say.
func TestSetupStreamsEachCheck(t *testing.T) {
	server := httptest.NewServer(asRole("Admin", unreachable(t).Handler()))
	defer server.Close()

	res, err := http.Post(server.URL+"/setup?from=1000&to=2000", "application/json", http.NoBody)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	require.Equal(t, "application/x-ndjson", res.Header.Get("Content-Type"))

	var messages []setupMessage
	for rows := bufio.NewScanner(res.Body); rows.Scan(); {
		var m setupMessage
		require.NoError(t, json.Unmarshal(rows.Bytes(), &m))
		messages = append(messages, m)
	}
	require.Equal(t, setup.Plan(), messages[0].Checks)
	require.Len(t, messages, len(setup.Plan())+2)
	for i, check := range setup.Plan() {
		require.Equal(t, check.ID, messages[i+1].Result.ID)
	}
	require.Equal(t, setup.Fail, messages[1].Result.Status)
	require.Contains(t, messages[1].Result.Message, "Loki cannot be reached")
	require.Positive(t, messages[len(messages)-1].Took)
}

func TestDerivedFieldsAreBounded(t *testing.T) {
	fields := slices.Repeat([]extract.DerivedField{{Name: "a", MatcherRegex: `trace=(\w+)`}}, 1000)
	require.Len(t, derivedFieldRules(fields), extract.MaxRules)
}

func TestSetupRefusesWhatItCannotRead(t *testing.T) {
	d := &Resources{}
	server := httptest.NewServer(asRole("Admin", d.Handler()))
	defer server.Close()
	for path, body := range map[string]string{"/setup?from=yesterday": `{}`, "/setup": `[`} {
		t.Run(path, func(t *testing.T) {
			res, err := http.Post(server.URL+path, "application/json", strings.NewReader(body))
			require.NoError(t, err)
			defer func() { require.NoError(t, res.Body.Close()) }()
			require.Equal(t, http.StatusBadRequest, res.StatusCode)
			var said Problem
			require.NoError(t, json.NewDecoder(res.Body).Decode(&said))
			require.NotEmpty(t, said.Message)
		})
	}
}
