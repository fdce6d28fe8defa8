// The plugin's process: Grafana starts it once for the app and once for its
// data source.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/requestjourney/requestjourney/pkg/plugin"
)

func main() {
	if err := plugin.Serve(); err != nil {
		log.DefaultLogger.Error("the plugin ended", "error", err)
		os.Exit(1)
	}
}
