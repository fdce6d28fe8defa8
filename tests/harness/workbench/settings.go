package workbench

import (
	"encoding/json"
	"net/http"
)

// sourceListing is a data source as the browser may know it: without secrets.
type sourceListing struct {
	ID        int64           `json:"id"`
	UID       string          `json:"uid"`
	Type      string          `json:"type"`
	Name      string          `json:"name"`
	Access    string          `json:"access"`
	IsDefault bool            `json:"isDefault"`
	ReadOnly  bool            `json:"readOnly"`
	JSONData  json.RawMessage `json:"jsonData"`
}

func listing(id int64, s DataSource, kind *manifest, jsonData json.RawMessage) sourceListing {
	return sourceListing{
		ID: id, UID: s.UID, Type: kind.ID, Name: s.Name, Access: "proxy",
		IsDefault: id == 1, ReadOnly: true, JSONData: jsonData,
	}
}

// pluginListing is where the browser finds a plugin's code.
type pluginListing struct {
	Meta    json.RawMessage `json:"meta"`
	Module  string          `json:"module"`
	BaseURL string          `json:"baseUrl"`
}

// frontendSettings is what the page must know before it starts. Grafana's own
// answer has the same purpose and more in it.
func (a *api) frontendSettings(w http.ResponseWriter, _ *http.Request) {
	listed := make([]pluginListing, len(a.plugins.all))
	for i, m := range a.plugins.all {
		base := "/public/plugins/" + m.ID
		listed[i] = pluginListing{Meta: m.raw, BaseURL: base, Module: base + "/module.js"}
	}
	writeJSON(w, http.StatusOK, map[string]any{"dataSources": a.listed, "plugins": listed})
}
