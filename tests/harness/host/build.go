package host

import (
	"testing"

	"github.com/hashicorp/go-hclog"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// Build builds the plugin's binary and runs it for as long as the test.
func Build(t testing.TB) *Plugin {
	t.Helper()
	p, err := project.Open(t.Output())
	if err != nil {
		t.Fatal(err)
	}
	binary, err := p.BackendInto(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := Start(t.Context(), binary, hclog.NewNullLogger())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(plugin.Stop)
	return plugin
}
