package reference

import (
	"fmt"
	"reflect"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// sections of the settings page: each a struct and what to say above it.
var sections = []struct{ pkg, typeName, intro string }{
	{"settings", "Settings", "In `jsonData`; none but the two URLs is required."},
	{"settings", "Server", "Grafana's own `enableSecureSocksProxy` reaches both through its secure SOCKS proxy; Tempo is then searched over HTTP, not gRPC.\n\n## loki, tempo"},
	{"extract", "Rule", "## traceIdRules\n\nAsked before the built-in rules, at most 50."},
	{"journey", "Limits", "## limits"},
}

func settingsPage(root string) (string, error) {
	page := "# Settings\n\n" + made
	for _, section := range sections {
		s, err := parse(root, section.pkg)
		if err != nil {
			return "", err
		}
		fields, err := s.fields(section.typeName)
		if err != nil {
			return "", err
		}
		if section.typeName == "Limits" {
			fields = withDefaults(fields)
		}
		rows, err := fieldTable(fields)
		if err != nil {
			return "", err
		}
		page += section.intro + "\n\n" + rows + "\n"
	}
	secrets, err := secretsSection(root)
	return page + secrets, err
}

// withDefaults adds what holds where the settings name no other limit.
func withDefaults(fields []field) []field {
	defaults := reflect.ValueOf(journey.DefaultLimits())
	for i := range defaults.NumField() {
		fields[i].meaning += fmt.Sprintf("; %d", defaults.Field(i).Interface())
	}
	return fields
}

func secretsSection(root string) (string, error) {
	s, err := parse(root, "settings")
	if err != nil {
		return "", err
	}
	rows, err := valueTable("secret", s.constants("secret"))
	return "## secureJsonData\n\nEach name begins with `loki.` or `tempo.`.\n\n" + rows +
		"\nA file with all of it: [provisioning](../provisioning.md).\n", err
}
